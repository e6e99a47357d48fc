package lab.gateway.ingress;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.function.BooleanSupplier;
import lab.gateway.call.HangUp;
import lab.gateway.call.Sent;

/**
 * Server-sent events for one watcher. What is new is looked for again and again: nothing waits here
 * for a watcher, and one that does not read is cut off. Event loop of the watcher.
 */
final class EventStream {
  private static final long EACH_MILLIS = 500;

  /** After so many rounds without anything new a comment keeps proxies from closing it: 10 s. */
  private static final int ROUNDS_OF_SILENCE = 20;

  /** After so many rounds in which the watcher took nothing it is cut off: 5 s. */
  private static final int PATIENCE = 10;

  private final Vertx vertx;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final BooleanSupplier leaving;
  private Runnable whenOver = () -> {};
  private Runnable look = () -> {};
  private int silent;
  private int stuck;

  /**
   * @param leaving whether it is to end
   */
  EventStream(Vertx vertx, HttpServerRequest request, BooleanSupplier leaving) {
    this.vertx = vertx;
    this.request = request;
    this.response = request.response();
    this.leaving = leaving;
  }

  /**
   * Begins.
   *
   * @param what is told of, in the first comment
   * @param round looks for what is new and says it; called twice a second while there is room
   * @param over called once, when the watcher has gone
   */
  void begin(String what, Runnable round, Runnable over) {
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (request.method().equals(HttpMethod.HEAD)) {
      Sent.unwatched(response.end());
      over.run();
      return;
    }
    look = round;
    response.setChunked(true).exceptionHandler(broken -> {});
    long timer = vertx.setPeriodic(EACH_MILLIS, id -> round());
    whenOver =
        () -> {
          boolean unused = vertx.cancelTimer(timer);
          over.run();
        };
    response.closeHandler(closed -> over());
    write(": " + what + "\n\n");
    round();
  }

  private void round() {
    if (leaving.getAsBoolean()) {
      over();
      Sent.unwatched(response.end());
    } else if (response.writeQueueFull()) {
      stuck++;
      if (stuck >= PATIENCE) {
        HangUp.at(request);
      }
    } else {
      stuck = 0;
      silent++;
      if (silent >= ROUNDS_OF_SILENCE) {
        write(":\n\n");
      }
      look.run();
    }
  }

  private void over() {
    Runnable once = whenOver;
    whenOver = () -> {};
    once.run();
  }

  /** Tells the watcher something. */
  void say(JsonObject event) {
    write("data: " + event.encode() + "\n\n");
  }

  private void write(String text) {
    if (!response.ended() && !response.closed()) {
      silent = 0;
      Sent.unwatched(response.write(text));
    }
  }
}
