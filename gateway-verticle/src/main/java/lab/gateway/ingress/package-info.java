/**
 * What happens to a request before anybody is asked about it: paths and methods, the body read
 * within its limits, and the pages that need no provider. The entry type is {@link
 * lab.gateway.ingress.Ingress}.
 *
 * <p>Event loop of the verticle; knows no provider.
 */
@NullMarked
@CheckReturnValue
package lab.gateway.ingress;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
