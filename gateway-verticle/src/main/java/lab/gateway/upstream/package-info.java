/**
 * Trying providers: the way through a decision's candidates, one {@link
 * lab.gateway.upstream.Attempt} at a time. The entry type is {@link
 * lab.gateway.upstream.Dispatcher}.
 *
 * <p>Event loop of the verticle; upstream connections belong to the loop too. No body is
 * interpreted here: that is dialect's.
 */
@NullMarked
@CheckReturnValue
package lab.gateway.upstream;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
