/**
 * Time that passes when a test says so. The entry type is {@link lab.testkit.clock.ManualClock}.
 *
 * <p>Safe on every thread.
 */
@NullMarked
@CheckReturnValue
package lab.testkit.clock;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
