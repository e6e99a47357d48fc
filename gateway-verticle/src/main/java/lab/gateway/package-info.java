/**
 * HTTP in, upstream HTTP out. The entry type is {@link lab.gateway.GatewayVerticle}: one instance
 * per event loop, each with its own listener, upstream connections and timers.
 *
 * <p>One idiom: event loop and futures. Nothing here blocks; objects belong to the loop of their
 * verticle, but for what all loops of a node share, which {@link lab.gateway.Serving} hands in. No
 * decision about providers is made here; that is the router's.
 */
@NullMarked
@CheckReturnValue
package lab.gateway;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
