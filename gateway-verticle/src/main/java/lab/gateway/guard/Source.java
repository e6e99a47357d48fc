package lab.gateway.guard;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.List;
import lab.config.Network;
import org.jspecify.annotations.Nullable;

/** Where a request comes from. */
final class Source {
  private static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("x-forwarded-for");
  private static final CharSequence FORWARDED = HttpHeaders.createOptimized("forwarded");

  private Source() {}

  /** Whether it comes from this machine, and from nobody behind a proxy on it. */
  static boolean isHere(HttpServerRequest request) {
    InetAddress peer = peer(request);
    return peer != null
        && peer.isLoopbackAddress()
        && !request.headers().contains(FORWARDED_FOR)
        && !request.headers().contains(FORWARDED);
  }

  /**
   * The client's address: the nearest one that no trusted proxy has. Null where the connection has
   * none.
   *
   * @param trusted proxies whose word counts
   */
  static @Nullable InetAddress of(HttpServerRequest request, List<Network> trusted) {
    InetAddress nearest = peer(request);
    if (nearest == null || !isTrusted(nearest, trusted)) {
      return nearest;
    }
    String[] told = String.join(",", request.headers().getAll(FORWARDED_FOR)).split(",", -1);
    for (int i = told.length - 1; i >= 0; i--) {
      InetAddress before = address(told[i].strip());
      if (before == null) {
        return nearest;
      }
      nearest = before;
      if (!isTrusted(nearest, trusted)) {
        return nearest;
      }
    }
    return nearest;
  }

  private static @Nullable InetAddress peer(HttpServerRequest request) {
    SocketAddress remote = request.remoteAddress();
    String address = remote == null ? null : remote.hostAddress();
    return address == null ? null : address(address);
  }

  private static boolean isTrusted(InetAddress address, List<Network> trusted) {
    return trusted.stream().anyMatch(network -> network.contains(address));
  }

  private static @Nullable InetAddress address(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException noAddress) {
      return null;
    }
  }
}
