/**
 * Reading JSON where it lies: a cursor that checks every byte of a text and tells where the values
 * are, and the splicing of a text at such places. The entry type is {@link
 * lab.dialect.json.JsonCursor}. What has to be put into another form becomes a tree ({@link
 * lab.dialect.json.Json}), whose long texts are still the bytes they came in.
 *
 * <p>A cursor belongs to one thread at a time; everything else is immutable.
 */
@NullMarked
@CheckReturnValue
package lab.dialect.json;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
