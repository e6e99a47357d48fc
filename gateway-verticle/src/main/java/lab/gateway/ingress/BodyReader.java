package lab.gateway.ingress;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import lab.gateway.call.Deadlines;
import lab.gateway.call.Exchange;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.Sent;
import org.jspecify.annotations.Nullable;

/** Reads a request's body within its limits; what is too much is cut off while it arrives. */
final class BodyReader {
  /** An announced length costs its sender nothing; this much memory is given for one. */
  private static final int MOST_AHEAD = 32 * 1024;

  private final int largest;
  private final Duration slowest;

  /**
   * @param largest bytes
   * @param slowest from the head to the last byte
   */
  BodyReader(int largest, Duration slowest) {
    this.largest = largest;
    this.slowest = slowest;
  }

  /**
   * Reads.
   *
   * @param read gets the whole body
   * @param failed gets the reason; the rest of the body is not read any more
   */
  void read(Exchange exchange, Consumer<byte[]> read, Consumer<GatewayFailure> failed) {
    HttpServerRequest request = exchange.request();
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      failed.accept(new GatewayFailure.BodyEncoded(encoding));
      return;
    }
    long announced = announced(request);
    if (announced > largest) {
      failed.accept(new GatewayFailure.BodyTooLarge(largest));
      return;
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      // Only now: a client that waits for it is spared the body of a request that is refused.
      Sent.unwatched(request.response().writeContinue());
    }
    Arrival arrival = new Arrival(announced, read, failed);
    exchange.onPassed(
        limit -> {
          if (limit == Deadlines.Limit.BODY) {
            arrival.fail(request, new GatewayFailure.BodyTooSlow(slowest));
          }
        });
    exchange.deadlines().in(Deadlines.Limit.BODY, slowest);
    request.handler(chunk -> arrival.took(request, chunk));
    request.exceptionHandler(
        broken -> {
          // A connection that is gone is told to the exchange by its response.
          if (!(broken instanceof HttpClosedException || broken instanceof IOException)) {
            arrival.fail(request, badFraming(broken));
            // Vert.x closes as soon as this returns; only a close of its own flushes the reply.
            Sent.unwatched(request.connection().close());
          }
        });
    request.endHandler(
        end -> {
          exchange.deadlines().off(Deadlines.Limit.BODY);
          arrival.end();
        });
  }

  private static GatewayFailure badFraming(Throwable broken) {
    String said = broken.getMessage();
    return new GatewayFailure.BadHttp(
        "the chunks of the body are not valid HTTP/1.1" + (said == null ? "" : ": " + said));
  }

  private static long announced(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? -1 : Long.parseLong(length);
    } catch (NumberFormatException notANumber) {
      return -1; // The decoder has refused it already.
    }
  }

  private final class Arrival {
    private final Consumer<byte[]> read;
    private final Consumer<GatewayFailure> failed;
    private final byte @Nullable [] exact;
    private @Nullable Buffer growing;
    private int length;
    private boolean over;

    Arrival(long announced, Consumer<byte[]> read, Consumer<GatewayFailure> failed) {
      this.read = read;
      this.failed = failed;
      // A length that is only announced costs its sender nothing: beyond this, memory grows with
      // what really arrives.
      this.exact = announced >= 0 && announced <= MOST_AHEAD ? new byte[(int) announced] : null;
    }

    void took(HttpServerRequest request, Buffer chunk) {
      if (over) {
        return;
      }
      int size = chunk.length();
      if (size > largest - length) {
        fail(request, new GatewayFailure.BodyTooLarge(largest));
        return;
      }
      if (exact != null) {
        chunk.getBytes(exact, length);
      } else {
        if (growing == null) {
          growing = Buffer.buffer(Math.min(largest, Math.max(4096, size)));
        }
        growing.appendBuffer(chunk);
      }
      length += size;
    }

    void end() {
      if (over) {
        return;
      }
      over = true;
      if (exact != null) {
        read.accept(exact);
      } else {
        read.accept(growing == null ? new byte[0] : growing.getBytes());
      }
    }

    void fail(HttpServerRequest request, GatewayFailure failure) {
      if (!over) {
        over = true;
        request.pause(); // The rest is not read; the reply closes the connection.
        failed.accept(failure);
      }
    }
  }
}
