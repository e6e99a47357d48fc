package lab.gateway.ingress;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import lab.contract.ExplainQuery;
import lab.contract.LeftOut;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.RefusalReason;
import lab.contract.RouteQuery;
import lab.gateway.call.Exchange;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.Replies;
import lab.gateway.call.ReplyHeaders;
import lab.gateway.call.Step;
import lab.gateway.route.RouteSource;

/**
 * Answers requests that want nothing of a model but that there is one of the name. The router is
 * asked as for people, so that nobody's turn is taken for a request that goes nowhere.
 */
final class Presence {
  private final RouteSource routes;

  Presence(RouteSource routes) {
    this.routes = routes;
  }

  /**
   * Answers one.
   *
   * @param query what the router would be asked if the model had to work
   * @param ready the answer where there is such a model, also where it can not be used now
   */
  void tell(Exchange exchange, RouteQuery query, byte[] ready) {
    routes
        .explain(new ExplainQuery(query))
        .onComplete(
            answer ->
                Step.of(
                    exchange, () -> tell(exchange, query, new JsonObject(answer.json()), ready)),
            silent -> exchange.refuse(new GatewayFailure.NoRouter()));
  }

  private static void tell(Exchange exchange, RouteQuery query, JsonObject route, byte[] ready) {
    if (exchange.over()) {
      return;
    }
    String refused = route.getString("refused");
    ModelName model = query.model();
    if (RefusalReason.NO_MODEL.label().equals(refused)) {
      exchange.refuse(new GatewayFailure.NoModel());
    } else if (RefusalReason.UNKNOWN_MODEL.label().equals(refused)) {
      exchange.refuse(
          new GatewayFailure.UnknownModel(
              model == null ? "" : model.value(),
              leftOut(route.getJsonArray("left_out", new JsonArray()))));
    } else {
      ReplyHeaders.putId(exchange);
      Replies.json(exchange.request(), 200, ready);
      exchange.answered(200);
    }
  }

  private static List<LeftOut> leftOut(JsonArray told) {
    return told.stream()
        .map(JsonObject.class::cast)
        .map(
            one ->
                new LeftOut(
                    new ProviderName(one.getString("provider")),
                    new ModelName(one.getString("model")),
                    one.getString("reason")))
        .toList();
  }
}
