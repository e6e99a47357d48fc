package lab.gateway.route;

import io.vertx.core.Future;
import lab.contract.ExplainQuery;
import lab.contract.RouteDecision;
import lab.contract.RouteQuery;
import lab.contract.bus.Bus;
import lab.gateway.call.Exchange;

/**
 * The router of this node, on the event loop of the request.
 *
 * @param bus of the node
 */
public record OwnRouter(Bus bus) implements RouteSource {
  @Override
  public Future<RouteDecision> decide(Exchange exchange, RouteQuery query) {
    return bus.ask(RouteQuery.LINE, query);
  }

  @Override
  public Future<ExplainQuery.Answer> explain(ExplainQuery query) {
    return bus.askAt(bus.node(), ExplainQuery.LINE, query);
  }
}
