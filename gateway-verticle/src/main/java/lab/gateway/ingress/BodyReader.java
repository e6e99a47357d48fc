package lab.gateway.ingress;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import lab.gateway.call.ByteBudget;
import lab.gateway.call.Deadlines;
import lab.gateway.call.Exchange;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.Sent;
import lab.gateway.call.Streams;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's body within its limits; what is too much is cut off while it arrives. Room for
 * an announced length is taken before a byte of it is read, so that no two half read bodies wait
 * for each other's; room for chunks is taken as they come.
 */
final class BodyReader {
  /**
   * So much more of a body must come in each span of its time limit. Less is no slow line, but a
   * client that holds memory for nothing.
   */
  static final int LEAST_PROGRESS = 256 * 1024;

  private final int largest;
  private final long mostInFlight;
  private final Duration patience;

  /**
   * @param largest bytes of one body
   * @param mostInFlight bytes of all bodies together: one that is larger would never fit
   * @param patience in which it must end, or {@link #LEAST_PROGRESS} must come
   */
  BodyReader(int largest, long mostInFlight, Duration patience) {
    this.largest = (int) Math.min(largest, mostInFlight);
    this.mostInFlight = mostInFlight;
    this.patience = patience;
  }

  /**
   * Reads.
   *
   * @param read gets the whole body
   * @param failed gets the reason; the rest of the body is not read any more
   */
  void read(Exchange exchange, Consumer<byte[]> read, Consumer<GatewayFailure> failed) {
    HttpServerRequest request = exchange.request();
    long announced = announced(request);
    GatewayFailure refused = refused(request, announced, exchange.room());
    if (refused != null) {
      failed.accept(refused);
      return;
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      // Only now: a client that waits for it is spared the body of a request that is refused.
      Sent.unwatched(request.response().writeContinue());
    }
    Arrival arrival = new Arrival(announced, exchange, read, failed);
    exchange.onPassed(
        limit -> {
          if (limit == Deadlines.Limit.BODY) {
            arrival.fail(request, new GatewayFailure.BodyTooSlow(patience, LEAST_PROGRESS));
          }
        });
    exchange.deadlines().in(Deadlines.Limit.BODY, patience);
    request.handler(chunk -> arrival.took(request, chunk));
    request.exceptionHandler(
        broken -> {
          // A connection that is gone is told to the exchange by its response.
          if (!isGone(broken)) {
            arrival.fail(request, badFraming(request, broken));
            if (!Streams.has(request)) {
              // Vert.x closes as soon as this returns; only a close of its own flushes the reply.
              Sent.unwatched(request.connection().close());
            }
          }
        });
    request.endHandler(
        end -> {
          exchange.deadlines().off(Deadlines.Limit.BODY);
          arrival.end();
        });
  }

  private @Nullable GatewayFailure refused(
      HttpServerRequest request, long announced, ByteBudget.Share room) {
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      return new GatewayFailure.BodyEncoded(encoding);
    }
    if (announced > largest) {
      return tooLarge();
    }
    return announced > 0 && !room.take(announced) ? new GatewayFailure.NoRoom(mostInFlight) : null;
  }

  private GatewayFailure tooLarge() {
    return new GatewayFailure.BodyTooLarge(
        largest == mostInFlight ? "max_bytes_in_flight" : "max_request_size", largest);
  }

  private static boolean isGone(Throwable broken) {
    return broken instanceof HttpClosedException
        || broken instanceof StreamResetException
        || broken instanceof IOException;
  }

  private static GatewayFailure badFraming(HttpServerRequest request, Throwable broken) {
    String what =
        Streams.has(request)
            ? "the body is not valid HTTP/2"
            : "the chunks of the body are not valid HTTP/1.1";
    String said = broken.getMessage();
    return new GatewayFailure.BadHttp(what + (said == null ? "" : ": " + said));
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
    private final boolean chunked;
    private final Exchange exchange;
    private final Consumer<byte[]> read;
    private final Consumer<GatewayFailure> failed;
    private GrowingBytes bytes;
    private int since;
    private boolean over;

    Arrival(
        long announced, Exchange exchange, Consumer<byte[]> read, Consumer<GatewayFailure> failed) {
      this.chunked = announced < 0;
      this.exchange = exchange;
      this.read = read;
      this.failed = failed;
      this.bytes = chunked ? GrowingBytes.upTo(largest) : GrowingBytes.announced((int) announced);
    }

    void took(HttpServerRequest request, Buffer chunk) {
      if (over) {
        return;
      }
      if (chunk.length() > largest - bytes.length()) {
        fail(request, tooLarge());
      } else if (chunked && !exchange.room().take(chunk.length())) {
        fail(request, new GatewayFailure.NoRoom(mostInFlight));
      } else {
        bytes.append(chunk);
        progress(chunk.length());
      }
    }

    private void progress(int more) {
      since += more;
      if (since >= LEAST_PROGRESS) {
        since = 0;
        exchange.deadlines().in(Deadlines.Limit.BODY, patience);
      }
    }

    void end() {
      if (!over) {
        over = true;
        byte[] body = bytes.toArray();
        bytes = GrowingBytes.NONE;
        read.accept(body);
      }
    }

    void fail(HttpServerRequest request, GatewayFailure failure) {
      if (!over) {
        over = true;
        bytes = GrowingBytes.NONE;
        request.pause(); // The rest is not read; the reply closes the connection.
        failed.accept(failure);
      }
    }
  }
}
