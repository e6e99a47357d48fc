/**
 * When a provider's model gets no requests for a while. {@link lab.router.circuit.Circuit} is the
 * state, {@link lab.router.circuit.CircuitRules} says what follows from what.
 *
 * <p>Values and pure functions: any thread, no clock, no I/O.
 */
@NullMarked
@CheckReturnValue
package lab.router.circuit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
