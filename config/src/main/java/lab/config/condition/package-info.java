/**
 * The language of conditions: {@code tokens > 1000 AND NOT stream}. {@link
 * lab.config.condition.Condition} is a parsed condition; it is asked with the {@link
 * lab.config.condition.Facts} of one request.
 *
 * <p>Immutable values; any thread.
 */
@NullMarked
@CheckReturnValue
package lab.config.condition;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
