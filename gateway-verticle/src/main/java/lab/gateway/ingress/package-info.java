/**
 * What happens to a request before anybody is asked about it: connections from the moment that the
 * system has them, paths and methods, the body read within its limits, and the pages that need no
 * provider. The entry types are {@link lab.gateway.ingress.Ingress}, and {@link
 * lab.gateway.ingress.Doorway} for connections.
 *
 * <p>Event loop of the verticle, but for {@link lab.gateway.ingress.TlsFiles}, which blocks, and
 * the doorway, which is the node's. Knows no provider.
 */
@NullMarked
@CheckReturnValue
package lab.gateway.ingress;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
