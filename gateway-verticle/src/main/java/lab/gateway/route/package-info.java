/**
 * Who decides where a request goes. The entry type is {@link lab.gateway.route.RouteSource}: the
 * router of the own node, or, in a node without one, those of other nodes.
 *
 * <p>Event loop, futures; one source serves all loops of a node.
 */
@NullMarked
@CheckReturnValue
package lab.gateway.route;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
