package lab.gateway.ingress;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import lab.config.CacheSettings;
import lab.config.RedisPlace;
import lab.contract.Operation;
import lab.gateway.cache.Stores;

/** What {@code /cache/ping} says, in LiteLLM's words. No user and no password is in it. */
final class CachePing {
  private CachePing() {}

  /**
   * The page.
   *
   * @param state what came of the try
   */
  static JsonObject json(CacheSettings settings, Stores.State state) {
    RedisPlace redis = settings.redis();
    String type = redis == null ? "local" : "redis";
    JsonObject said =
        new JsonObject()
            .put("status", state == Stores.State.HEALTHY ? "healthy" : "unhealthy")
            .put("cache_type", type)
            .put("ping_response", state != Stores.State.AWAY)
            .put("set_cache_response", state == Stores.State.HEALTHY ? "success" : "failure")
            .put("litellm_cache_params", params(settings, type));
    return redis == null ? said : said.put("redis_cache_params", params(redis));
  }

  private static JsonObject params(CacheSettings settings, String type) {
    List<String> calls = settings.operations().stream().sorted().map(CachePing::call).toList();
    return new JsonObject()
        .put("type", type)
        .put("namespace", settings.namespace())
        .put("mode", settings.onlyOnWish() ? "default_off" : "default_on")
        .put("ttl", settings.ttl().toSeconds())
        .put("supported_call_types", new JsonArray(calls));
  }

  private static String call(Operation operation) {
    return switch (operation) {
      case CHAT -> "completion";
      case COMPLETION -> "text_completion";
      case EMBEDDING -> "embedding";
      default -> operation.label();
    };
  }

  private static JsonObject params(RedisPlace redis) {
    JsonObject params =
        new JsonObject()
            .put("nodes", new JsonArray(redis.addresses()))
            .put("socket_timeout", redis.lookupTimeout().toMillis() / 1000.0);
    return redis.service() == null ? params : params.put("service_name", redis.service());
  }
}
