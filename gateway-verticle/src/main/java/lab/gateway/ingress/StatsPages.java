package lab.gateway.ingress;

import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import lab.contract.CallFinished.Stats;
import lab.contract.NodeId;
import lab.contract.bus.Bus;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.Replies;

/**
 * What requests and attempts of the last hour were like, on all nodes, or with {@code ?scope=node}
 * on this one. One node that counts adds up what all have counted.
 */
final class StatsPages {
  private final Bus bus;
  private final Supplier<List<NodeId>> watchers;

  /**
   * @param watchers nodes that count requests
   */
  StatsPages(Bus bus, Supplier<List<NodeId>> watchers) {
    this.bus = bus;
    this.watchers = watchers;
  }

  void show(HttpServerRequest request) {
    Scope scope = Scope.of(request);
    if (scope == null) {
      return;
    }
    List<NodeId> counting = watchers.get();
    boolean here = scope == Scope.NODE || counting.isEmpty() || counting.contains(bus.node());
    bus.askAt(
            here ? bus.node() : counting.getFirst(), Stats.LINE, new Stats.Ask(scope == Scope.NODE))
        .onComplete(
            page -> Replies.json(request, 200, page.json().getBytes(StandardCharsets.UTF_8)),
            silent ->
                Replies.failure(
                    request, new GatewayFailure.Overloaded("nobody who counts requests answers")));
  }
}
