/**
 * Listening to what a node says of its work. The entry type is {@link lab.testkit.bus.BusRecorder}.
 *
 * <p>Safe on every thread.
 */
@NullMarked
@CheckReturnValue
package lab.testkit.bus;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
