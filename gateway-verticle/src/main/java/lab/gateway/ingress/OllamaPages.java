package lab.gateway.ingress;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.contract.ProvidersQuery;
import lab.contract.RequestFacts;
import lab.contract.RouteQuery;
import lab.contract.bus.Bus;
import lab.dialect.ollama.OllamaPath;
import lab.gateway.call.ByteBudget;
import lab.gateway.call.Caller;
import lab.gateway.call.Exchange;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.LoopTimer;
import lab.gateway.call.Replies;
import lab.gateway.call.Step;
import lab.gateway.route.RouteSource;
import org.jspecify.annotations.Nullable;

/** What Ollama's clients look at before they ask for anything. */
final class OllamaPages {
  /** Clients compare it to find out what they may ask for; this one's API is spoken here. */
  private static final byte[] VERSION = "{\"version\":\"0.12.0\"}".getBytes(StandardCharsets.UTF_8);

  private final Vertx vertx;
  private final Bus bus;
  private final LoopTimer timer;
  private final Supplier<Offer> now;
  private final ByteBudget budget;
  private final Presence presence;

  OllamaPages(
      Vertx vertx,
      Bus bus,
      LoopTimer timer,
      Supplier<Offer> now,
      ByteBudget budget,
      RouteSource routes) {
    this.vertx = vertx;
    this.bus = bus;
    this.timer = timer;
    this.now = now;
    this.budget = budget;
    this.presence = new Presence(routes);
  }

  /** {@code GET /api/version}. */
  void version(HttpServerRequest request) {
    Replies.json(request, 200, VERSION);
  }

  /** {@code GET /api/tags}: the names that this caller may ask for. */
  void tags(HttpServerRequest request, Caller caller) {
    found()
        .onSuccess(
            found -> Replies.json(request, 200, now.get().ollama().tags(found, allowed(caller))));
  }

  /** {@code GET /api/ps}: likewise. */
  void loaded(HttpServerRequest request, Caller caller) {
    found()
        .onSuccess(
            found -> Replies.json(request, 200, now.get().ollama().loaded(found, allowed(caller))));
  }

  private static Predicate<String> allowed(Caller caller) {
    return name -> caller.key() == null || caller.mayAsk(new ModelName(name), null);
  }

  /** {@code POST /api/show}: {@code {"model": "..."}}. */
  void show(HttpServerRequest request, Caller caller) {
    Offer offer = now.get();
    Exchange exchange =
        new Exchange(
            timer,
            request,
            offer.clients().ollama(OllamaPath.CHAT),
            budget.share(),
            (over, call) -> {});
    offer
        .bodies()
        .read(
            exchange,
            body -> Step.of(exchange, () -> show(exchange, offer, nameIn(body), allowed(caller))),
            failure -> Lingering.reply(vertx, request, () -> exchange.refuse(failure)));
  }

  private void show(Exchange exchange, Offer offer, String name, Predicate<String> allowed) {
    if (name.isEmpty()) {
      exchange.refuse(new GatewayFailure.Malformed("model is required", "model", "missing_model"));
      return;
    }
    if (!allowed.test(name)) {
      exchange.refuse(new GatewayFailure.UnknownModel(name));
      return;
    }
    found()
        .onSuccess(
            found ->
                Step.of(exchange, () -> show(exchange, name, offer.ollama().about(found, name))));
  }

  /** What no list has, but a pattern or a default serves, is there all the same. */
  private void show(Exchange exchange, String name, byte @Nullable [] listed) {
    if (listed == null) {
      presence.tell(exchange, chat(exchange, name), OllamaListing.unlisted(name));
    } else if (!exchange.over()) {
      Replies.json(exchange.request(), 200, listed);
      exchange.answered(200);
    }
  }

  private static RouteQuery chat(Exchange exchange, String name) {
    return new RouteQuery(
        exchange.id(),
        Operation.CHAT,
        new ModelName(name),
        false,
        null,
        RequestFacts.NONE,
        List.of(),
        false);
  }

  /** Older clients say {@code name}. Empty where neither is there. */
  private static String nameIn(byte[] body) {
    try {
      JsonObject asked = new JsonObject(new String(body, StandardCharsets.UTF_8));
      return asked.getString("model", asked.getString("name", ""));
    } catch (DecodeException | ClassCastException wrong) {
      return "";
    }
  }

  /** What polls found; nothing where no router tells, never a failure. */
  private Future<List<ProvidersQuery.Known>> found() {
    return bus.ask(ProvidersQuery.LINE, new ProvidersQuery(null))
        .map(ProvidersQuery.Answer::providers)
        .otherwise(List.of());
  }
}
