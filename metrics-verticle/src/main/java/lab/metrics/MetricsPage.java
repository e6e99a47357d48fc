package lab.metrics;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code GET /metrics}: the text is made on a worker.
 *
 * @param vertx has the workers
 * @param scrape makes it
 */
record MetricsPage(Vertx vertx, Scrape scrape) implements Handler<RoutingContext> {

  @Override
  public void handle(RoutingContext asked) {
    String accept = asked.request().getHeader(HttpHeaders.ACCEPT);
    var unused =
        vertx
            .executeBlocking(() -> scrape.of(accept), false)
            .onSuccess(
                text ->
                    asked
                        .response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, text.contentType())
                        .end(Buffer.buffer(text.body())))
            .onFailure(asked::fail);
  }
}
