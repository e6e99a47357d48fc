package lab.gateway.peer;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import lab.gateway.call.Sent;
import org.jspecify.annotations.Nullable;

/** One answer that is read from the node where it is under way. On the loop that opened it. */
final class PeerStream implements Frames.Reading {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final BooleanSupplier lives;
  private final Reading reading;
  private @Nullable HttpClientRequest request;
  private @Nullable End end;
  private long timer;
  private boolean over;

  /**
   * @param lives whether that node does
   */
  PeerStream(Vertx vertx, BooleanSupplier lives, Reading reading) {
    this.vertx = vertx;
    this.lives = lives;
    this.reading = reading;
  }

  /**
   * Begins.
   *
   * @param patience how long that node may say nothing at all
   */
  void open(HttpClient client, RequestOptions to, Duration patience) {
    timer = vertx.setTimer(patience.toMillis(), passed -> lose());
    client.request(to).onComplete(this::send, unreachable -> lose());
  }

  private void send(HttpClientRequest made) {
    request = made;
    if (over) {
      reset();
      return;
    }
    made.send().onComplete(this::answered, broken -> lose());
  }

  private void answered(HttpClientResponse response) {
    response.exceptionHandler(broken -> lose());
    if (over) {
      return;
    }
    if (response.statusCode() != 200) {
      lose();
      return;
    }
    response.endHandler(ended -> lose());
    response.handler(Frames.reader(this));
  }

  @Override
  public void frame(byte kind, Buffer payload) {
    if (over) {
      return;
    }
    switch (kind) {
      case Frames.HEAD -> head(payload);
      case Frames.PIECE -> reading.piece(payload.getBytes());
      case Frames.END -> end = read(payload, End::read);
      case Frames.LAST -> last(payload);
      case Frames.LOST -> lose();
      default -> {} // A newer node knows more.
    }
  }

  @Override
  public void broken() {
    lose();
  }

  private void head(Buffer payload) {
    JsonObject head = read(payload, Buffer::toJsonObject);
    if (head == null) {
      lose();
      return;
    }
    // From now on it may be silent for as long as its provider is, and its node lives.
    boolean unused = vertx.cancelTimer(timer);
    timer =
        vertx.setPeriodic(
            LOOK.toMillis(),
            tick -> {
              if (!lives.getAsBoolean()) {
                lose();
              }
            });
    reading.begins(head.getBoolean("streamed", false), head.getBoolean("usage_told", false));
  }

  private void last(Buffer payload) {
    End known = end;
    if (known == null) {
      lose();
      return;
    }
    finish();
    reading.complete(known, payload.getBytes());
  }

  /** Null where it can not be read. */
  private static <T> @Nullable T read(Buffer payload, Function<Buffer, T> reader) {
    try {
      return reader.apply(payload);
    } catch (RuntimeException unreadable) {
      return null;
    }
  }

  private void lose() {
    if (!over) {
      leave();
      reading.lost();
    }
  }

  /** Nobody waits for it any more. */
  void leave() {
    if (!over) {
      finish();
      reset();
    }
  }

  private void finish() {
    over = true;
    boolean unused = vertx.cancelTimer(timer);
  }

  private void reset() {
    if (request != null) {
      Sent.unwatched(request.reset());
    }
  }
}
