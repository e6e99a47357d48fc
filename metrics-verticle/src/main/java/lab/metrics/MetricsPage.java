package lab.metrics;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code GET /metrics}: the text is made on a worker, and goes out a piece in each turn of the
 * loop. In one write the system copies megabytes while everybody else waits.
 *
 * @param vertx has the workers
 * @param scrape makes it
 */
record MetricsPage(Vertx vertx, Scrape scrape) implements Handler<RoutingContext> {
  private static final int PIECE = 128 * 1024;

  @Override
  public void handle(RoutingContext asked) {
    String accept = asked.request().getHeader(HttpHeaders.ACCEPT);
    var unused =
        vertx
            .executeBlocking(() -> scrape.of(accept), false)
            .onSuccess(
                text -> {
                  byte[] body = text.body();
                  HttpServerResponse response =
                      asked
                          .response()
                          .putHeader(HttpHeaders.CONTENT_TYPE, text.contentType())
                          .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length));
                  send(body, 0, response);
                })
            .onFailure(asked::fail);
  }

  /** On the loop of the response. */
  private void send(byte[] body, int from, HttpServerResponse to) {
    int length = Math.min(PIECE, body.length - from);
    Buffer piece = Buffer.buffer(length).appendBytes(body, from, length);
    if (from + length == body.length) {
      var unused = to.end(piece);
      return;
    }
    var unused = to.write(piece);
    Context loop = vertx.getOrCreateContext();
    Handler<Void> more = taken -> loop.runOnContext(turn -> send(body, from + length, to));
    if (to.writeQueueFull()) {
      to.drainHandler(more);
    } else {
      more.handle(null);
    }
  }
}
