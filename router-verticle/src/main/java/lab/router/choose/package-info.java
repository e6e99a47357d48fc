/**
 * How one of several is chosen. An {@link lab.router.choose.Ordering} puts those who are fit into
 * the order in which they are tried; {@link lab.router.choose.Orderings} knows the one that each
 * strategy's name means.
 *
 * <p>Orderings do no I/O and read no clock: load, times and prices come from the {@link
 * lab.router.choose.Moment}. Some count turns; such an ordering belongs to one thread.
 */
@NullMarked
@CheckReturnValue
package lab.router.choose;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
