package lab.gateway.ingress;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import lab.contract.CallFinished.Lately;
import lab.contract.CallFinished.Since;
import lab.contract.NodeId;
import lab.contract.bus.Bus;
import lab.gateway.call.HangUp;
import lab.gateway.call.Sent;

/**
 * One watcher of requests as they end. The nodes are asked again and again for what is new: nothing
 * waits here for a watcher, and one that does not read is cut off. Event loop of the watcher.
 */
final class FeedStream {
  private static final long EACH_MILLIS = 500;
  private static final int MOST_AT_A_TIME = 200;

  /** After so many rounds without anything new a comment keeps proxies from closing it: 10 s. */
  private static final int ROUNDS_OF_SILENCE = 20;

  /** After so many rounds in which the watcher took nothing it is cut off: 5 s. */
  private static final int PATIENCE = 10;

  private final Vertx vertx;
  private final Bus bus;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Supplier<List<NodeId>> nodes;
  private final BooleanSupplier leaving;

  /** Up to where each node's have been told. */
  private final Map<NodeId, Long> told = new HashMap<>();

  private Runnable whenOver = () -> {};
  private int asked;
  private int silent;
  private int stuck;

  /**
   * @param nodes who is asked
   * @param leaving whether it is to end
   */
  FeedStream(
      Vertx vertx,
      Bus bus,
      HttpServerRequest request,
      Supplier<List<NodeId>> nodes,
      BooleanSupplier leaving) {
    this.vertx = vertx;
    this.bus = bus;
    this.request = request;
    this.response = request.response();
    this.nodes = nodes;
    this.leaving = leaving;
  }

  /**
   * Begins with what ends from now on.
   *
   * @param over called once, when the watcher has gone
   */
  void begin(Runnable over) {
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (request.method().equals(HttpMethod.HEAD)) {
      Sent.unwatched(response.end());
      over.run();
      return;
    }
    response.setChunked(true).exceptionHandler(broken -> {});
    long timer = vertx.setPeriodic(EACH_MILLIS, id -> round());
    whenOver =
        () -> {
          boolean unused = vertx.cancelTimer(timer);
          over.run();
        };
    response.closeHandler(closed -> over());
    say(": requests as they end\n\n");
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
    } else if (asked == 0) {
      stuck = 0;
      silent++;
      if (silent >= ROUNDS_OF_SILENCE) {
        say(":\n\n");
      }
      nodes.get().forEach(this::ask);
    }
  }

  private void over() {
    Runnable once = whenOver;
    whenOver = () -> {};
    once.run();
  }

  private void ask(NodeId node) {
    asked++;
    long after = told.getOrDefault(node, Long.MAX_VALUE);
    bus.askAt(node, Since.LINE, new Since(after, MOST_AT_A_TIME))
        .onComplete(
            lately -> {
              asked--;
              heard(node, after, lately);
            },
            nobody -> asked--);
  }

  private void heard(NodeId node, long after, Lately lately) {
    boolean anew = after != Long.MAX_VALUE && lately.upTo() < after;
    told.put(node, anew ? 0 : lately.upTo());
    lately.past().forEach(past -> say("data: " + FeedJson.of(node, past).encode() + "\n\n"));
  }

  private void say(String text) {
    if (!response.ended() && !response.closed()) {
      silent = 0;
      Sent.unwatched(response.write(text));
    }
  }
}
