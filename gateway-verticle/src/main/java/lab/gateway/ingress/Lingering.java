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

  /** Call before the reply is written. */
  static void closeAfterReply(Vertx vertx, HttpServerRequest request) {
    if (request.isEnded() || !hasBody(request)) {
      return;
    }
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    request.handler(thrownAway -> {});
    request.endHandler(end -> {});
    request.resume();
    long unused = vertx.setTimer(MILLIS, id -> Sent.unwatched(request.connection().close()));
  }
}
