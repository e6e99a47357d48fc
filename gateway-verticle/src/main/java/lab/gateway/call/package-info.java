/**
 * One client request from its head to its last byte. The entry type is {@link
 * lab.gateway.call.Exchange}; what went wrong with it is a {@link lab.gateway.call.GatewayFailure},
 * and {@link lab.gateway.call.ErrorReplies} alone turns that into a status and a body.
 *
 * <p>Event loop of the verticle; an exchange is never shared.
 */
@NullMarked
@CheckReturnValue
package lab.gateway.call;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
