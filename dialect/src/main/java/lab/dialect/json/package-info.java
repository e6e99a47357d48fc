/**
 * Reading JSON where it lies: a cursor that checks every byte of a text and tells where the values
 * are, and the splicing of a text at such places. Nothing here builds a tree. The entry type is
 * {@link lab.dialect.json.JsonCursor}.
 *
 * <p>A cursor belongs to one thread at a time; everything else is immutable.
 */
@NullMarked
@CheckReturnValue
package lab.dialect.json;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
