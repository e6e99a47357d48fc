package lab.gateway.ingress;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import lab.contract.CallFinished;
import lab.contract.ModelName;
import lab.contract.RouteDecision;
import lab.contract.RouteQuery;
import lab.dialect.InferenceCall;
import lab.gateway.Generation;
import lab.gateway.cache.ResponseCache;
import lab.gateway.call.AnswerTap;
import lab.gateway.call.ByteBudget;
import lab.gateway.call.Caller;
import lab.gateway.call.Exchange;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.LoopTimer;
import lab.gateway.call.Step;
import lab.gateway.call.Tracing;
import lab.gateway.limit.Limits;
import lab.gateway.relay.StreamReply;
import lab.gateway.route.RouteSource;
import lab.gateway.upstream.ClientLimits;
import lab.gateway.upstream.Dispatcher;
import lab.gateway.upstream.Upstreams;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An inference request from its head to the router's decision: take it in, ask who shall serve it.
 * Dialects and operations differ in what a body must hold, and in nothing else here.
 */
final class ChatHandler implements Handler<RoutingContext> {
  private static final Logger LOG = LoggerFactory.getLogger(ChatHandler.class);

  private final LoopTimer timer;
  private final RouteSource routes;
  private final Presence presence;
  private final Spoken spoken;
  private final Intake intake;
  private final ByteBudget budget;
  private final Admission admission;
  private final Supplier<Generation> now;
  private final Limits limits;
  private final @Nullable ResponseCache cache;
  private final Dispatcher dispatcher;
  private final @Nullable Tracing tracing;
  private final BiConsumer<Exchange, CallFinished> finished;

  /**
   * @param spoken how clients speak at this path
   */
  ChatHandler(
      LoopTimer timer,
      RouteSource routes,
      Spoken spoken,
      Intake intake,
      ByteBudget budget,
      Admission admission,
      Supplier<Generation> now,
      Limits limits,
      @Nullable ResponseCache cache,
      Dispatcher dispatcher,
      @Nullable Tracing tracing,
      BiConsumer<Exchange, CallFinished> finished) {
    this.timer = timer;
    this.routes = routes;
    this.presence = new Presence(routes);
    this.spoken = spoken;
    this.intake = intake;
    this.budget = budget;
    this.admission = admission;
    this.now = now;
    this.limits = limits;
    this.cache = cache;
    this.dispatcher = dispatcher;
    this.tracing = tracing;
    this.finished = finished;
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    Generation generation = now.get();
    Offer offer = generation.offer();
    Caller caller = Entrance.callerOf(context);
    GatewayFailure full = admission.enter();
    Exchange exchange =
        new Exchange(
            timer,
            request,
            spoken.by(caller, offer.clients()),
            budget.share(),
            full == null ? admission.leavingBefore(finished) : finished);
    exchange.from(caller);
    int shown = generation.configuration().settings().feedPreview();
    if (shown > 0) {
      exchange.showsFirst(shown);
    }
    if (tracing != null) {
      follow(exchange, context, tracing);
    }
    if (full != null) {
      intake.refuseUnread(exchange, full);
      return;
    }
    intake.take(exchange, offer, call -> route(exchange, offer, call));
  }

  private static void follow(Exchange exchange, RoutingContext context, Tracing tracing) {
    MultiMap headers = exchange.request().headers();
    Route route = context.currentRoute();
    String path = route == null ? null : route.getPath();
    exchange
        .attempts()
        .followedBy(
            tracing.begin(
                exchange.operation(),
                path == null ? "" : path,
                name -> headers.contains(name) ? String.join(",", headers.getAll(name)) : null));
  }

  private void route(Exchange exchange, Offer offer, InferenceCall call) {
    exchange.understood(call);
    ClientLimits wishes;
    try {
      wishes = ClientLimits.of(exchange.request());
    } catch (IllegalArgumentException wrong) {
      exchange.refuse(malformedHeader(wrong));
      return;
    }
    RouteQuery query = offer.queries().of(exchange.id(), exchange.request(), call);
    GatewayFailure forbidden = Permits.forbids(exchange.caller(), query);
    byte[] ready = call.readyAnswer();
    if (forbidden != null) {
      exchange.refuse(forbidden);
    } else if (ready != null) {
      presence.tell(exchange, query, ready);
    } else {
      limits.request(exchange, () -> counted(exchange, query, wishes), exchange::refuse);
    }
  }

  private void counted(Exchange exchange, RouteQuery query, ClientLimits wishes) {
    if (cache == null) {
      missed(exchange, query, wishes);
    } else {
      cache.handle(exchange, query, () -> missed(exchange, query, wishes));
    }
  }

  private void missed(Exchange exchange, RouteQuery query, ClientLimits wishes) {
    limits.tokens(
        exchange, () -> ask(exchange, query, wishes), failure -> refuse(exchange, failure));
  }

  /** Asks again where a reload came between: the answer may name whom nobody here knows. */
  private void ask(Exchange exchange, RouteQuery query, ClientLimits wishes) {
    Generation before = now.get();
    routes
        .decide(exchange, query)
        .onComplete(
            decision ->
                Step.of(
                    exchange,
                    () -> {
                      if (now.get() == before) {
                        decided(exchange, decision, wishes, before.upstreams());
                      } else {
                        ask(exchange, query, wishes);
                      }
                    }),
            silent -> {
              LOG.atError().addKeyValue("request_id", exchange.id()).log("no router answered");
              refuse(exchange, new GatewayFailure.NoRouter());
            });
  }

  private static GatewayFailure malformedHeader(IllegalArgumentException wrong) {
    String message = wrong.getMessage();
    return new GatewayFailure.Malformed(
        message == null ? "a header is wrong" : message, null, "invalid_header");
  }

  private void decided(
      Exchange exchange, RouteDecision decision, ClientLimits wishes, Upstreams upstreams) {
    if (exchange.over()) {
      return;
    }
    exchange.outcome().decided(decision.why());
    AccessLog.decided(exchange, decision);
    switch (decision) {
      case RouteDecision.Go go -> {
        AnswerTap tap = exchange.tap();
        if (tap != null) {
          tap.expects(go.inOrder().getFirst());
        }
        dispatcher.dispatch(exchange, go, wishes, upstreams);
      }
      case RouteDecision.Refuse refuse -> refuse(exchange, refusal(exchange, refuse));
    }
  }

  /** Within the stream where its head has gone: its client has waited for another's answer. */
  private static void refuse(Exchange exchange, GatewayFailure failure) {
    if (exchange.response().headWritten()) {
      new StreamReply(exchange).fail(failure);
    } else {
      exchange.refuse(failure);
    }
  }

  private static GatewayFailure refusal(Exchange exchange, RouteDecision.Refuse refuse) {
    String model = name(exchange.call().model());
    return switch (refuse.reason()) {
      case NO_MODEL -> new GatewayFailure.NoModel();
      case UNKNOWN_MODEL -> new GatewayFailure.UnknownModel(model, refuse.why().leftOut());
      case NONE_AVAILABLE ->
          new GatewayFailure.NoneAvailable(model, refuse.retryAfter(), refuse.why().leftOut());
    };
  }

  private static String name(@Nullable ModelName model) {
    return model == null ? "the default model" : model.value();
  }
}
