package lab.gateway.ingress;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import lab.config.CacheSettings;
import lab.contract.CacheOutcome;
import lab.gateway.Serving;
import lab.gateway.cache.CacheStats;
import lab.gateway.cache.ResponseCache;
import lab.gateway.cache.Stores;
import lab.gateway.call.ByteBudget;
import lab.gateway.call.Exchange;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.LoopTimer;
import lab.gateway.call.Replies;
import lab.gateway.call.Step;
import org.jspecify.annotations.Nullable;

/** What operators ask of the cache and do with it, in LiteLLM's words where it has some. */
final class CachePages {
  private final Vertx vertx;
  private final LoopTimer timer;
  private final @Nullable ResponseCache cache;
  private final Supplier<BodyReader> bodies;
  private final ByteBudget budget;

  /**
   * @param cache null where none is on
   * @param bodies reads within the limits in force
   */
  CachePages(
      Vertx vertx,
      LoopTimer timer,
      @Nullable ResponseCache cache,
      Supplier<BodyReader> bodies,
      ByteBudget budget) {
    this.vertx = vertx;
    this.timer = timer;
    this.cache = cache;
    this.bodies = bodies;
    this.budget = budget;
  }

  /** Whether answers can be kept now: 503 where not. */
  void ping(HttpServerRequest request) {
    if (cache == null) {
      reply(request, 503, off());
      return;
    }
    CacheSettings settings = cache.settings();
    cache
        .stores()
        .ping()
        .onComplete(
            state -> {
              int status = state == Stores.State.HEALTHY ? 200 : 503;
              reply(request, status, CachePing.json(settings, state));
            },
            broken -> Replies.failure(request, new GatewayFailure.Bug()));
  }

  /**
   * The node's readiness, and how the place is where answers are kept, which it does not depend on.
   */
  void readiness(HttpServerRequest request, Serving.Readiness now) {
    int status = now.ready() ? 200 : 503;
    JsonObject said = new JsonObject(now.json());
    if (cache == null) {
      reply(request, status, said);
      return;
    }
    JsonObject health = new JsonObject().put("type", cache.stores().type());
    cache
        .stores()
        .state()
        .onComplete(
            state -> reply(request, status, said.put("cache", health.put("status", state.label()))),
            broken -> Replies.failure(request, new GatewayFailure.Bug()));
  }

  /** What there is, and what it was good for. */
  void show(HttpServerRequest request) {
    if (cache == null) {
      reply(request, 200, off());
      return;
    }
    Stores stores = cache.stores();
    CacheStats stats = cache.stats();
    JsonObject outcomes = new JsonObject();
    for (CacheOutcome outcome : CacheOutcome.values()) {
      outcomes.put(outcome.label(), stats.count(outcome));
    }
    reply(
        request,
        200,
        new JsonObject()
            .put("cache_type", stores.type())
            .put("entries", stores.entries())
            .put("bytes", stores.bytes())
            .put("evictions", stores.evictions())
            .put("average_ttl_seconds", stores.averageTtl().toSeconds())
            .put("requests", outcomes)
            .put("hit_rate", stats.hitRate())
            .put("stored", stats.storedCount())
            .put("saved_tokens", stats.savedTokens())
            .put("saved_seconds", stats.savedTime().toMillis() / 1000.0)
            .put("redis_failures", stores.failures())
            .put("redis_dropped", stores.dropped()));
  }

  /** Forgets the answers of {@code {"keys": [...]}}. */
  void delete(HttpServerRequest request) {
    Exchange exchange =
        new Exchange(timer, request, Clients.OF_PAGES, budget.share(), (ended, call) -> {});
    bodies
        .get()
        .read(
            exchange,
            body -> Step.of(exchange, () -> delete(exchange, body)),
            failure -> Lingering.reply(vertx, request, () -> exchange.refuse(failure)));
  }

  private void delete(Exchange exchange, byte[] body) {
    List<String> keys = keys(body);
    if (keys == null) {
      exchange.refuse(
          new GatewayFailure.Malformed(
              "the body must be like {\"keys\": [\"...\"]}", "keys", "invalid_type"));
      return;
    }
    if (cache == null) {
      end(exchange, 503, off());
      return;
    }
    cache
        .stores()
        .delete(keys)
        .onComplete(
            gone -> end(exchange, 200, new JsonObject().put("status", "success")),
            failed -> end(exchange, 503, failure()));
  }

  private static @Nullable List<String> keys(byte[] body) {
    try {
      JsonArray said =
          new JsonObject(new String(body, StandardCharsets.UTF_8)).getJsonArray("keys");
      List<String> keys = new ArrayList<>();
      for (int i = 0; said != null && i < said.size(); i++) {
        keys.add(said.getString(i));
      }
      return said == null || keys.contains(null) ? null : keys;
    } catch (DecodeException | ClassCastException wrong) {
      return null;
    }
  }

  /** Forgets all answers. */
  void flush(HttpServerRequest request) {
    if (cache == null) {
      reply(request, 503, off());
      return;
    }
    cache
        .flush()
        .onComplete(
            gone -> reply(request, 200, new JsonObject().put("status", "success")),
            failed -> reply(request, 503, failure()));
  }

  private static JsonObject failure() {
    return new JsonObject().put("status", "failure").put("message", "redis did not do it");
  }

  private static JsonObject off() {
    return new JsonObject().put("status", "off").put("message", "litellm_settings.cache is not on");
  }

  private static void end(Exchange exchange, int status, JsonObject body) {
    if (!exchange.over()) {
      reply(exchange.request(), status, body);
      exchange.answered(status);
    }
  }

  private static void reply(HttpServerRequest request, int status, JsonObject body) {
    Replies.json(request, status, body.encode().getBytes(StandardCharsets.UTF_8));
  }
}
