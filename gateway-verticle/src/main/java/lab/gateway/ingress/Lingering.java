package lab.gateway.ingress;

import io.netty.handler.codec.http2.Http2Error;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import lab.gateway.call.Sent;
import lab.gateway.call.Streams;

/**
 * Closing a connection whose request was answered before it was read. Closed at once, unread bytes
 * would make the system reset it, and the client might never see the answer; so what still comes is
 * thrown away for a moment. A stream of HTTP/2 ends alone, and some clients take its reset for the
 * loss of the answer: it gets the same moment.
 */
final class Lingering {
  private static final long MILLIS = 1_000;

  private Lingering() {}

  private static boolean mayHaveBody(HttpServerRequest request) {
    if (Streams.has(request)) {
      return true; // Whether its head was its end is told after it.
    }
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null
        ? request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        : !length.equals("0");
  }

  /** Replies, and closes the connection where the request has not been read to its end. */
  static void reply(Vertx vertx, HttpServerRequest request, Runnable reply) {
    if (request.isEnded() || !mayHaveBody(request)) {
      reply.run();
      return;
    }
    if (!Streams.has(request)) {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    reply.run();
    long patience = vertx.setTimer(MILLIS, id -> close(request));
    request.handler(thrownAway -> {});
    request.endHandler(
        end -> {
          vertx.cancelTimer(patience);
          if (!Streams.has(request)) {
            // At once: nothing that follows this body may be read as a request.
            close(request);
          }
        });
    request.resume();
  }

  private static void close(HttpServerRequest request) {
    if (Streams.has(request)) {
      Streams.reset(request, Http2Error.NO_ERROR);
    } else {
      Sent.unwatched(request.connection().close());
    }
  }
}
