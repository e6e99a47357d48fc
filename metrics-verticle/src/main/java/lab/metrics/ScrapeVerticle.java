package lab.metrics;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.BindException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code GET /metrics} and {@code GET /health/...} on a port of their own, the only one of a
 * node without clients. Deployed once per node; its start fails with {@link PortTaken} where
 * something else listens there.
 */
public final class ScrapeVerticle extends VerticleBase {
  private final Scrape scrape;
  private final Supplier<Ready> readiness;
  private final String host;
  private final int port;
  private @Nullable HttpServer server;

  /** At that host and port; port 0 is any free one. */
  public ScrapeVerticle(Scrape scrape, Supplier<Ready> readiness, String host, int port) {
    this.scrape = scrape;
    this.readiness = readiness;
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
    router.get("/metrics").handler(new MetricsPage(vertx, scrape));
    for (String path : List.of("/health/liveliness", "/health/liveness")) {
      router.get(path).handler(asked -> json(asked, 200, "\"I'm alive!\""));
    }
    router
        .get("/health/readiness")
        .handler(
            asked -> {
              Ready now = readiness.get();
              json(asked, now.ready() ? 200 : 503, now.json());
            });
    return vertx
        .createHttpServer()
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
