package lab.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import lab.config.Tls;
import lab.contract.bus.Bus;
import lab.gateway.GatewayVerticle;
import lab.gateway.Serving;
import lab.gateway.ingress.Doorway;
import org.jspecify.annotations.Nullable;

/** The port for clients, and the gateways of all event loops that listen on it. */
final class GatewayPort {
  private final Vertx vertx;
  private final Bus bus;
  private final NodeOptions options;
  private final Doorway doorway;
  private final int loops;
  private final Queue<GatewayVerticle> gateways = new ConcurrentLinkedQueue<>();
  private volatile int listening = -1;

  /**
   * @param doorway by which connections come in
   * @param loops event loops of the node, each of which takes its share of the connections
   */
  GatewayPort(Vertx vertx, Bus bus, NodeOptions options, Doorway doorway, int loops) {
    this.vertx = vertx;
    this.bus = bus;
    this.options = options;
    this.doorway = doorway;
    this.loops = loops;
  }

  /** Serves on it; fails with a sentence for people where the system refuses the port. */
  Future<Void> open(Serving serving) {
    Tls tls = options.configuration().settings().tls();
    if (tls == null) {
      return listen(serving, null);
    }
    Certificates certificates = new Certificates(vertx, tls);
    return certificates
        .first()
        .compose(first -> listen(serving, first))
        .onSuccess(open -> certificates.watch(this::show));
  }

  private void show(KeyCertOptions certificate) {
    gateways.forEach(gateway -> gateway.show(certificate));
  }

  private Future<Void> listen(Serving serving, @Nullable KeyCertOptions certificate) {
    int port = chosen();
    doorway.watch(port, serving);
    return EachLoop.deploy(vertx, loops, () -> gateway(serving, port, certificate))
        .onSuccess(open -> listening = port)
        .recover(failure -> Future.failedFuture(told(failure)));
  }

  private GatewayVerticle gateway(Serving serving, int port, @Nullable KeyCertOptions certificate) {
    var gateway = new GatewayVerticle(bus, serving, options.ports().host(), port, certificate);
    gateways.add(gateway);
    return gateway;
  }

  /** Its number, or -1 as long as nobody listens. */
  int port() {
    return listening;
  }

  /**
   * Takes no more requests.
   *
   * @param longest how long the running ones may take
   */
  Future<Void> finish(Duration longest) {
    return Future.join(gateways.stream().map(gateway -> gateway.finish(longest)).toList())
        .mapEmpty();
  }

  /**
   * The one that the options name, or a free one where they name 0: found here, and not by the
   * first listener, because the instances share one port.
   */
  private int chosen() {
    return options.ports().clients() == 0
        ? anyFree(options.ports().host())
        : options.ports().clients();
  }

  private static int anyFree(String host) {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return free.getLocalPort();
    } catch (IOException none) {
      throw new Told(1, "no free port on " + host + ": " + none.getMessage());
    }
  }

  /** Why it can not be opened, in a sentence where the system said so. */
  private Throwable told(Throwable failure) {
    return failure instanceof SocketException
        ? new Told(
            1,
            "port %d on %s can not be opened: %s"
                .formatted(options.ports().clients(), options.ports().host(), failure.getMessage()))
        : failure;
  }
}
