package lab.gateway.ingress;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import lab.contract.CallFinished.Lately;
import lab.contract.CallFinished.Since;
import lab.contract.NodeId;
import lab.contract.bus.Bus;

/** One watcher of requests as they end: the nodes are asked for what is new. */
final class FeedStream {
  private static final int MOST_AT_A_TIME = 200;

  private final Bus bus;
  private final EventStream events;
  private final Supplier<List<NodeId>> nodes;

  /** Up to where each node's have been told. */
  private final Map<NodeId, Long> told = new HashMap<>();

  private int asked;

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
    this.bus = bus;
    this.events = new EventStream(vertx, request, leaving);
    this.nodes = nodes;
  }

  /**
   * Begins with what ends from now on.
   *
   * @param over called once, when the watcher has gone
   */
  void begin(Runnable over) {
    events.begin("requests as they end", this::round, over);
  }

  private void round() {
    if (asked == 0) {
      nodes.get().forEach(this::ask);
    }
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
    lately.past().forEach(past -> events.say(FeedJson.of(node, past)));
  }
}
