package lab.gateway.route;

import io.vertx.core.Future;
import lab.contract.ExplainQuery;
import lab.contract.RouteDecision;
import lab.contract.RouteQuery;
import lab.gateway.call.Exchange;

/** Where the gateway's decisions come from: the router of its own node, or those of others. */
public interface RouteSource {
  /**
   * Asks who shall serve an exchange.
   *
   * @param exchange is told who decided where that is not this node
   * @return fails where nobody decides in time
   */
  Future<RouteDecision> decide(Exchange exchange, RouteQuery query);

  /** Asks for the same in words, see {@link ExplainQuery}. */
  Future<ExplainQuery.Answer> explain(ExplainQuery query);
}
