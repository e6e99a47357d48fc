package lab.gateway.ingress;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import lab.gateway.call.Sent;

/**
 * Closing a connection whose request was answered before it was read. Closed at once, unread bytes
 * would make the system reset it, and the client might never see the answer; so what still comes is
 * thrown away for a moment.
 */
final class Lingering {
  private static final long MILLIS = 1_000;

  private Lingering() {}

  private static boolean hasBody(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null
        ? request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        : !length.equals("0");
  }

  /** Replies, and closes the connection where the request has not been read to its end. */
  static void reply(Vertx vertx, HttpServerRequest request, Runnable reply) {
    if (request.isEnded() || !hasBody(request)) {
      reply.run();
      return;
    }
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    reply.run();
    long patience = vertx.setTimer(MILLIS, id -> close(request));
    request.handler(thrownAway -> {});
    request.endHandler(
        end -> {
          vertx.cancelTimer(patience);
          // At once: nothing that follows this body may be read as a request.
          close(request);
        });
    request.resume();
  }

  private static void close(HttpServerRequest request) {
    Sent.unwatched(request.connection().close());
  }
}
