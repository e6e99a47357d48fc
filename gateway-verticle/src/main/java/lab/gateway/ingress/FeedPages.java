package lab.gateway.ingress;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import lab.contract.CallFinished.Lately;
import lab.contract.CallFinished.Past;
import lab.contract.CallFinished.Since;
import lab.contract.NodeId;
import lab.contract.bus.Bus;
import lab.gateway.call.Crowd;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.Replies;
import org.jspecify.annotations.Nullable;

/**
 * The requests that ended lately, on all nodes that count, or with {@code ?scope=node} on this one.
 * One per event loop.
 */
final class FeedPages {
  private static final int USUAL = 100;
  private static final int MOST = 1_000;

  /** Watchers at a time on one event loop. */
  private static final int MOST_STREAMS = 32;

  private final Vertx vertx;
  private final Bus bus;
  private final Supplier<List<NodeId>> watchers;
  private final BooleanSupplier leaving;
  private final Crowd streams = new Crowd(() -> MOST_STREAMS);

  /**
   * @param watchers nodes that count requests
   * @param leaving whether streams are to end
   */
  FeedPages(Vertx vertx, Bus bus, Supplier<List<NodeId>> watchers, BooleanSupplier leaving) {
    this.vertx = vertx;
    this.bus = bus;
    this.watchers = watchers;
    this.leaving = leaving;
  }

  /** The last of them, newest first: {@code ?last=N}. */
  void list(HttpServerRequest request) {
    Supplier<List<NodeId>> nodes = nodes(request);
    int last = last(request);
    if (nodes == null) {
      return;
    }
    if (last < 1) {
      String rule = "last must be a whole number from 1 to " + MOST;
      Replies.failure(request, new GatewayFailure.Malformed(rule, "last", "invalid_value"));
      return;
    }
    bus.askAll(nodes.get(), Since.LINE, new Since(0, last))
        .onSuccess(answers -> Replies.json(request, 200, json(answers, last)));
  }

  private record At(NodeId node, Past past) {}

  private static byte[] json(Map<NodeId, Future<Lately>> answers, int last) {
    List<At> all = new ArrayList<>();
    JsonArray silent = new JsonArray();
    answers.forEach(
        (node, answer) -> {
          if (answer.failed()) {
            silent.add(node.value());
          } else {
            answer.result().past().forEach(past -> all.add(new At(node, past)));
          }
        });
    Stream<JsonObject> newest =
        all.stream()
            .sorted(Comparator.comparing((At one) -> one.past().at()).reversed())
            .limit(last)
            .map(one -> FeedJson.of(one.node(), one.past()));
    return new JsonObject()
        .put("requests", new JsonArray(newest.toList()))
        .put("silent", silent)
        .toBuffer()
        .getBytes();
  }

  /** Each as it ends, as server-sent events. */
  void stream(HttpServerRequest request) {
    Supplier<List<NodeId>> nodes = nodes(request);
    if (nodes == null) {
      return;
    }
    if (!streams.enter()) {
      Replies.failure(request, new GatewayFailure.Overloaded("too many watch its requests"));
      return;
    }
    new FeedStream(vertx, bus, request, nodes, leaving).begin(streams::leave);
  }

  /** Who is asked; null where that was not understood, and has been answered. */
  private @Nullable Supplier<List<NodeId>> nodes(HttpServerRequest request) {
    Scope scope = Scope.of(request);
    return scope == null ? null : scope == Scope.CLUSTER ? watchers : () -> List.of(bus.node());
  }

  /** How many are wanted, or 0 where that is no number in bounds. */
  private static int last(HttpServerRequest request) {
    String asked = Parameter.of(request, "last");
    if (asked == null) {
      return USUAL;
    }
    return asked.matches("[0-9]{1,4}") && Integer.parseInt(asked) <= MOST
        ? Integer.parseInt(asked)
        : 0;
  }
}
