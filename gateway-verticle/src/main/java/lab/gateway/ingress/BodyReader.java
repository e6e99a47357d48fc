package lab.gateway.ingress;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import lab.gateway.call.ByteBudget;
import lab.gateway.call.Deadlines;
import lab.gateway.call.Exchange;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.Sent;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's body within its limits; what is too much is cut off while it arrives. Room for
 * an announced length is taken before a byte of it is read, so that no two half read bodies wait
 * for each other's; room for chunks is taken as they come.
 */
final class BodyReader {
  private final int largest;
  private final long mostInFlight;
  private final Duration slowest;

  /**
   * @param largest bytes of one body
   * @param mostInFlight bytes of all bodies together: one that is larger would never fit
   * @param slowest from the head to the last byte
   */
  BodyReader(int largest, long mostInFlight, Duration slowest) {
    this.largest = (int) Math.min(largest, mostInFlight);
    this.mostInFlight = mostInFlight;
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
    Arrival arrival = new Arrival(announced, exchange.room(), read, failed);
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
    private final boolean chunked;
    private final ByteBudget.Share room;
    private final Consumer<byte[]> read;
    private final Consumer<GatewayFailure> failed;
    private GrowingBytes bytes;
    private boolean over;

    Arrival(
        long announced,
        ByteBudget.Share room,
        Consumer<byte[]> read,
        Consumer<GatewayFailure> failed) {
      this.chunked = announced < 0;
      this.room = room;
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
      } else if (chunked && !room.take(chunk.length())) {
        fail(request, new GatewayFailure.NoRoom(mostInFlight));
      } else {
        bytes.append(chunk);
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
