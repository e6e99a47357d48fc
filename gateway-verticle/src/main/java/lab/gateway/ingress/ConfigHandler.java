package lab.gateway.ingress;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import lab.gateway.Configuring;
import lab.gateway.call.ByteBudget;
import lab.gateway.call.Exchange;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.LoopTimer;
import lab.gateway.call.Replies;
import lab.gateway.call.Step;
import org.jspecify.annotations.Nullable;

/** What operators ask of the configuration, and change in it while the node runs. */
final class ConfigHandler {
  private final Vertx vertx;
  private final LoopTimer timer;
  private final Configuring configuring;
  private final Supplier<BodyReader> bodies;
  private final ByteBudget budget;
  private final AccessLog log;

  /**
   * @param bodies reads within the limits in force
   */
  ConfigHandler(
      Vertx vertx,
      LoopTimer timer,
      Configuring configuring,
      Supplier<BodyReader> bodies,
      ByteBudget budget,
      AccessLog log) {
    this.vertx = vertx;
    this.timer = timer;
    this.configuring = configuring;
    this.bodies = bodies;
    this.budget = budget;
    this.log = log;
  }

  void show(HttpServerRequest request) {
    reply(request, configuring.show());
  }

  void reload(HttpServerRequest request) {
    reply(request, configuring.reload());
  }

  /** On this loop, wherever the answer came from. */
  private void reply(HttpServerRequest request, Future<Configuring.Reply> answer) {
    Context own = vertx.getOrCreateContext();
    answer.onComplete(
        reply -> own.runOnContext(here -> tell(request, reply)),
        bug ->
            own.runOnContext(
                here -> {
                  log.broken(bug);
                  Replies.failure(request, new GatewayFailure.Bug());
                }));
  }

  private static void tell(HttpServerRequest request, Configuring.Reply reply) {
    Replies.json(request, reply.status(), reply.json().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * {@code {"status": "disabled"}} or {@code {"status": "active"}}.
   *
   * @param provider the rest of the path
   */
  void provider(HttpServerRequest request, String provider) {
    Exchange exchange =
        new Exchange(timer, request, Clients.OF_PAGES, budget.share(), (ended, call) -> {});
    bodies
        .get()
        .read(
            exchange,
            body -> Step.of(exchange, () -> set(exchange, provider, body)),
            failure -> Lingering.reply(vertx, request, () -> exchange.refuse(failure)));
  }

  private void set(Exchange exchange, String provider, byte[] body) {
    String status = status(body);
    if (status == null) {
      exchange.refuse(
          new GatewayFailure.Malformed(
              "the body must be {\"status\": \"active\"} or {\"status\": \"disabled\"}",
              "status",
              "invalid_value"));
      return;
    }
    Context own = vertx.getOrCreateContext();
    configuring
        .set(provider, status)
        .onComplete(
            reply -> own.runOnContext(here -> Step.of(exchange, () -> end(exchange, reply))),
            bug -> own.runOnContext(here -> Step.broke(exchange, bug)));
  }

  private static void end(Exchange exchange, Configuring.Reply reply) {
    if (!exchange.over()) {
      tell(exchange.request(), reply);
      exchange.answered(reply.status());
    }
  }

  private static @Nullable String status(byte[] body) {
    try {
      String said = new JsonObject(new String(body, StandardCharsets.UTF_8)).getString("status");
      return "active".equals(said) || "disabled".equals(said) ? said : null;
    } catch (DecodeException | ClassCastException wrong) {
      return null;
    }
  }
}
