package lab.gateway;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import lab.config.ServerLimits;
import lab.contract.bus.Bus;
import lab.gateway.ingress.Ingress;
import lab.gateway.upstream.Dispatcher;
import lab.gateway.upstream.UpstreamClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One gateway instance: a listener on the node's port, the way from there to the providers, and
 * nothing else. The instances of a node share the port on purpose; each takes its share of the
 * connections and serves them on its own event loop.
 */
public final class GatewayVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayVerticle.class);

  private final Bus bus;
  private final Serving serving;
  private final String host;
  private final int port;
  private final @Nullable KeyCertOptions certificate;
  private volatile @Nullable HttpServer server;

  /**
   * @param bus of the node
   * @param serving what is served, shared by the instances of the node
   * @param host to bind
   * @param port to bind, the same for every instance
   * @param certificate what clients are shown, with its key; null for no TLS
   */
  public GatewayVerticle(
      Bus bus, Serving serving, String host, int port, @Nullable KeyCertOptions certificate) {
    this.bus = bus;
    this.serving = serving;
    this.host = host;
    this.port = port;
    this.certificate = certificate;
  }

  @Override
  public Future<?> start() {
    ServerLimits limits = serving.configuration().settings().limits();
    HttpServerOptions options = Ingress.options(limits).setHost(host).setPort(port);
    if (certificate != null) {
      options.setSsl(true).setUseAlpn(true).setKeyCertOptions(certificate);
    }
    Dispatcher dispatcher =
        new Dispatcher(
            vertx,
            bus,
            new UpstreamClient(vertx, () -> serving.now().get().upstreams()),
            serving.budget(),
            serving.lost(),
            serving.limits());
    HttpServer created = vertx.createHttpServer(options);
    new Ingress(vertx, bus, serving, dispatcher).attach(created, options);
    server = created;
    return created.listen();
  }

  /**
   * Shows this certificate on connections that come from now on; those that there are stay. May be
   * called from any thread, by each instance of a node.
   */
  public void show(KeyCertOptions other) {
    HttpServer running = server;
    if (running != null) {
      Future<Boolean> unused =
          running
              .updateSSLOptions(new ServerSSLOptions().setKeyCertOptions(other))
              .onFailure(
                  bug -> LOG.atError().setCause(bug).log("the certificate could not be changed"));
    }
  }

  /**
   * Takes no more requests; may be called from any thread.
   *
   * @param longest how long the running ones may take
   * @return completes when they have been answered, or broken off
   */
  public Future<Void> finish(Duration longest) {
    HttpServer running = server;
    return running == null
        ? Future.succeededFuture()
        : running.shutdown(longest.toMillis(), TimeUnit.MILLISECONDS);
  }
}
