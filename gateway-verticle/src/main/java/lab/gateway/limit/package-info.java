/**
 * How much keys, models and providers may be asked for, in a minute and at a time. {@link
 * lab.gateway.limit.Account} and {@link lab.gateway.limit.SlotBook} are the rules, pure and without
 * a clock; {@link lab.gateway.limit.Limits} is what requests go through.
 *
 * <p>Any thread, but for what a request has taken, which belongs to its event loop.
 */
@NullMarked
@CheckReturnValue
package lab.gateway.limit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
