/**
 * Whether the providers are there, and whether this node is ready. {@link
 * lab.health.HealthVerticle}, once per node, polls the providers that may be used and are this
 * node's to poll, which {@code Duties} knows, and tells what it found; {@link lab.health.Readiness}
 * keeps the newest report of each and knows which parts of the node are running.
 *
 * <p>Event loop, futures. Polls are free: a GET of a list or of a state, never a generated token.
 */
@NullMarked
@CheckReturnValue
package lab.health;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
