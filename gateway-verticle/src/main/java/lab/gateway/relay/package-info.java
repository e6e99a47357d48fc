/**
 * From the provider's socket to the client's: events as they arrive, back-pressure both ways, an
 * end only where there was one. The entry types are {@link lab.gateway.relay.StreamRelay} and
 * {@link lab.gateway.relay.WholeRelay}.
 *
 * <p>Event loop of the verticle; nothing is buffered but what the client has not yet earned: what
 * comes before the first content.
 */
@NullMarked
@CheckReturnValue
package lab.gateway.relay;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
