package lab.gateway.ingress;

import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import lab.contract.CallFinished.Stats;
import lab.contract.bus.Bus;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.Replies;

/**
 * What requests and attempts of the last hour were like, on all nodes, or with {@code ?scope=node}
 * on this one. One node that counts adds up what all have counted.
 */
final class StatsPages {
  private final Bus bus;
  private final Counting counting;

  StatsPages(Bus bus, Counting counting) {
    this.bus = bus;
    this.counting = counting;
  }

  void show(HttpServerRequest request) {
    Scope scope = Scope.of(request);
    if (scope == null) {
      return;
    }
    boolean nodeOnly = scope == Scope.NODE;
    bus.askAt(nodeOnly ? bus.node() : counting.nearest(), Stats.LINE, new Stats.Ask(nodeOnly))
        .onComplete(
            page -> Replies.json(request, 200, page.json().getBytes(StandardCharsets.UTF_8)),
            silent ->
                Replies.failure(
                    request, new GatewayFailure.Overloaded("nobody who counts requests answers")));
  }
}
