package lab.metrics;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.BindException;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code GET /metrics} and {@code GET /health...} on a port of their own, the only one of a
 * node without clients. Deployed once per node; its start fails with {@link PortTaken} where
 * something else listens there.
 */
public final class ScrapeVerticle extends VerticleBase {
  /** More than all who watch a node need. */
  static final int MOST_CONNECTIONS = 64;

  private static final String NO_ROUTER =
      "{\"error\":\"this node has no router, and knows nothing of providers\"}";

  private final Scrape scrape;
  private final Health health;
  private final Predicate<HttpServerRequest> door;
  private final String host;
  private final int port;
  private @Nullable HttpServer server;

  /**
   * At a host and a port.
   *
   * @param door whether a request may come in; one that may not has been answered by it
   * @param port 0 for any free one
   */
  public ScrapeVerticle(
      Scrape scrape, Health health, Predicate<HttpServerRequest> door, String host, int port) {
    this.scrape = scrape;
    this.health = health;
    this.door = door;
    this.host = host;
    this.port = port;
  }

  /**
   * The answer of {@code /health/readiness}.
   *
   * @param ready whether this node does its work
   * @param json the body
   */
  public record Ready(boolean ready, String json) {}

  /**
   * What it answers of the node besides its metrics.
   *
   * @param readiness of {@code /health/readiness}
   * @param providers of {@code /health}, as JSON; fails where this node does not know
   */
  public record Health(Supplier<Ready> readiness, Supplier<Future<String>> providers) {}

  /** The port is not free. What that means is the caller's to say. */
  public static final class PortTaken extends RuntimeException {
    private static final long serialVersionUID = 1;

    PortTaken(String host, int port, Throwable cause) {
      super("the metrics port " + host + ":" + port + " is taken", cause);
    }
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    router
        .route()
        .handler(
            asked -> {
              if (door.test(asked.request())) {
                asked.next();
              }
            });
    router.get("/metrics").handler(new MetricsPage(vertx, scrape));
    for (String path : List.of("/health/liveliness", "/health/liveness")) {
      router.get(path).handler(asked -> json(asked, 200, "\"I'm alive!\""));
    }
    router
        .get("/health/readiness")
        .handler(
            asked -> {
              Ready now = health.readiness().get();
              json(asked, now.ready() ? 200 : 503, now.json());
            });
    router
        .get("/health")
        .handler(
            asked ->
                health
                    .providers()
                    .get()
                    .onComplete(
                        known -> json(asked, 200, known), silent -> json(asked, 503, NO_ROUTER)));
    // With HTTP/2 in the clear Vert.x would tell of a connection only once its first head is there.
    return vertx
        .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
        .connectionHandler(new FewConnections(MOST_CONNECTIONS))
        .requestHandler(router)
        .listen(port, host)
        .onSuccess(listening -> server = listening)
        .recover(failure -> Future.failedFuture(explained(failure)));
  }

  private static void json(RoutingContext asked, int status, String body) {
    Future<Void> unused =
        asked
            .response()
            .setStatusCode(status)
            .putHeader("Content-Type", "application/json")
            .end(body);
  }

  private Throwable explained(Throwable failure) {
    return failure instanceof BindException ? new PortTaken(host, port, failure) : failure;
  }

  /** The port that it listens on, once it is deployed; 0 before. */
  public int port() {
    return server == null ? 0 : server.actualPort();
  }
}
