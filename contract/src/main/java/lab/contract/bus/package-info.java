/**
 * The typed way onto the event bus. The entry type is {@link lab.contract.bus.Bus}, the only class
 * of the project that touches {@code vertx.eventBus()}.
 *
 * <p>Thread rule: a {@code Bus} belongs to a node and may be used from every event loop; answers
 * and hearers run on the event loop of the verticle that registered them.
 */
@NullMarked
@CheckReturnValue
package lab.contract.bus;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
