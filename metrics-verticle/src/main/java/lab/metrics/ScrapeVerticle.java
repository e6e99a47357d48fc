package lab.metrics;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.BindException;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code GET /metrics} on a port of its own. Deployed once per node; its start fails with
 * {@link PortTaken} where something else listens there.
 */
public final class ScrapeVerticle extends VerticleBase {
  private final Scrape scrape;
  private final String host;
  private final int port;
  private @Nullable HttpServer server;

  /** At that host and port; port 0 is any free one. */
  public ScrapeVerticle(Scrape scrape, String host, int port) {
    this.scrape = scrape;
    this.host = host;
    this.port = port;
  }

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
        .get("/metrics")
        .handler(
            asked ->
                vertx
                    .executeBlocking(scrape::text, false)
                    .onSuccess(
                        text ->
                            asked
                                .response()
                                .putHeader("Content-Type", Scrape.CONTENT_TYPE)
                                .end(text))
                    .onFailure(asked::fail));
    return vertx
        .createHttpServer()
        .requestHandler(router)
        .listen(port, host)
        .onSuccess(listening -> server = listening)
        .recover(failure -> Future.failedFuture(explained(failure)));
  }

  private Throwable explained(Throwable failure) {
    return failure instanceof BindException ? new PortTaken(host, port, failure) : failure;
  }

  /** The port that it listens on, once it is deployed; 0 before. */
  public int port() {
    return server == null ? 0 : server.actualPort();
  }
}
