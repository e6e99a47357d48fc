package lab.gateway.ingress;

import io.vertx.core.http.HttpServerOptions;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.function.Supplier;
import lab.config.Access;
import lab.gateway.Serving;
import lab.gateway.call.Crowd;
import lab.gateway.call.Traffic;
import org.jspecify.annotations.Nullable;

/**
 * What holds for connections that nothing is known of yet.
 *
 * @param crowd all connections of the node
 * @param traffic counts them
 * @param patience from connecting to the end of the first head
 * @param access in force
 * @param options how HTTP is read there
 */
record Door(
    Crowd crowd,
    Traffic traffic,
    Duration patience,
    Supplier<Access> access,
    HttpServerOptions options) {
  Door(Serving serving, HttpServerOptions options) {
    this(
        serving.capacity().connections(),
        serving.traffic(),
        serving.configuration().settings().limits().headerTimeout(),
        () -> serving.configuration().settings().access(),
        options);
  }

  /** Whether whoever connects from there says first whom it speaks for. */
  boolean isProxy(@Nullable SocketAddress from) {
    Access now = access.get();
    return now.proxyProtocol()
        && from instanceof InetSocketAddress address
        && now.trustedProxies().stream()
            .anyMatch(network -> network.contains(address.getAddress()));
  }
}
