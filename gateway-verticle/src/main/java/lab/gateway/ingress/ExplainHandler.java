package lab.gateway.ingress;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import lab.contract.ExplainQuery;
import lab.contract.Operation;
import lab.dialect.InferenceCall;
import lab.gateway.call.ByteBudget;
import lab.gateway.call.Exchange;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.LoopTimer;
import lab.gateway.call.Replies;
import lab.gateway.call.Step;
import lab.gateway.limit.Limits;
import lab.gateway.route.RouteSource;
import org.jspecify.annotations.Nullable;

/**
 * Where a request would go and why, from what this node knows now: the body is that of the request,
 * {@code ?operation=} says of what kind it is. Nothing is sent to a provider, and nothing counted.
 */
final class ExplainHandler implements Handler<RoutingContext> {
  private static final String LABELS =
      Arrays.stream(Operation.values()).map(Operation::label).collect(Collectors.joining(", "));

  private final LoopTimer timer;
  private final RouteSource routes;
  private final Limits limits;
  private final Intake intake;
  private final ByteBudget budget;
  private final Supplier<Offer> now;

  ExplainHandler(
      LoopTimer timer,
      RouteSource routes,
      Limits limits,
      Intake intake,
      ByteBudget budget,
      Supplier<Offer> now) {
    this.timer = timer;
    this.routes = routes;
    this.limits = limits;
    this.intake = intake;
    this.budget = budget;
    this.now = now;
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    Operation operation = operation(request);
    Offer offer = now.get();
    Exchange exchange =
        new Exchange(
            timer,
            request,
            offer.clients().openAi(operation == null ? Operation.CHAT : operation),
            budget.share(),
            (over, call) -> {});
    if (operation == null) {
      intake.refuseUnread(exchange, notAnOperation());
    } else {
      intake.take(exchange, offer, call -> ask(exchange, offer, call));
    }
  }

  private static @Nullable Operation operation(HttpServerRequest request) {
    String name;
    try {
      name = request.getParam("operation", "chat");
    } catch (IllegalArgumentException notEncoded) {
      return null;
    }
    for (Operation operation : Operation.values()) {
      if (operation.label().equals(name.toLowerCase(Locale.ROOT))) {
        return operation;
      }
    }
    return null;
  }

  private static GatewayFailure notAnOperation() {
    return new GatewayFailure.Malformed(
        "operation is none that is served; it must be one of " + LABELS,
        "operation",
        "invalid_value");
  }

  private void ask(Exchange exchange, Offer offer, InferenceCall call) {
    routes
        .explain(new ExplainQuery(offer.queries().of(exchange.id(), exchange.request(), call)))
        .onComplete(
            answer -> Step.of(exchange, () -> tell(exchange, call, answer)),
            silent -> exchange.refuse(new GatewayFailure.NoRouter()));
  }

  private void tell(Exchange exchange, InferenceCall call, ExplainQuery.Answer answer) {
    if (!exchange.over()) {
      String told = limits.told(call.facts()).addedTo(answer.json());
      Replies.json(exchange.request(), 200, told.getBytes(StandardCharsets.UTF_8));
      exchange.answered(200);
    }
  }
}
