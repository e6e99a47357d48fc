package lab.gateway.ingress;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
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
import org.jspecify.annotations.Nullable;

/**
 * Whether there is a model of a name, for requests that want nothing more of it. The router is
 * asked as for people, so that nobody's turn is taken for a request that goes nowhere.
 */
final class Presence {
  private final RouteSource routes;

  Presence(RouteSource routes) {
    this.routes = routes;
  }

  /**
   * Answers a request of that kind.
   *
   * @param query what the router would be asked if the model had to work
   * @param ready the answer where there is such a model, also where it can not be used now
   */
  void tell(Exchange exchange, RouteQuery query, byte[] ready) {
    missing(query)
        .onComplete(
            missing ->
                Step.of(
                    exchange,
                    () -> missing.ifPresentOrElse(exchange::refuse, () -> reply(exchange, ready))),
            silent -> exchange.refuse(new GatewayFailure.NoRouter()));
  }

  private static void reply(Exchange exchange, byte[] ready) {
    if (!exchange.over()) {
      ReplyHeaders.putId(exchange);
      Replies.json(exchange.request(), 200, ready);
      exchange.answered(200);
    }
  }

  /** Why there is no model for this; empty where there is one. Fails where no router answers. */
  Future<Optional<GatewayFailure>> missing(RouteQuery query) {
    return routes
        .explain(new ExplainQuery(query))
        .map(answer -> Optional.ofNullable(missing(query, new JsonObject(answer.json()))));
  }

  private static @Nullable GatewayFailure missing(RouteQuery query, JsonObject route) {
    String refused = route.getString("refused");
    ModelName model = query.model();
    if (RefusalReason.NO_MODEL.label().equals(refused)) {
      return new GatewayFailure.NoModel();
    }
    return RefusalReason.UNKNOWN_MODEL.label().equals(refused)
        ? new GatewayFailure.UnknownModel(
            model == null ? "" : model.value(),
            leftOut(route.getJsonArray("left_out", new JsonArray())))
        : null;
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
