package lab.testkit.demo;

import java.util.List;
import java.util.function.IntSupplier;
import lab.testkit.wire.ErrorBodies;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Json;

/** What each kind of server has beside OpenAI's paths: health, state, metrics. */
final class OpenAiExtras {
  private static final int SLOTS = 4;

  private OpenAiExtras() {}

  static Routes add(Routes routes, Flavour flavour, List<String> models, IntSupplier running) {
    return switch (flavour) {
      case VLLM -> vllm(routes, models, running);
      case LLAMA_CPP -> llamaCpp(routes, models.getFirst(), running);
      case LLAMA_CPP_PYTHON, OPENAI, OPENROUTER -> routes;
    };
  }

  private static Routes vllm(Routes routes, List<String> models, IntSupplier running) {
    return routes
        .get("/health", request -> Replies.ended(request.response().end()))
        .get("/version", request -> Replies.json(request, 200, "{\"version\":\"0.11.0\"}"))
        .get(
            "/metrics",
            request -> Replies.text(request, 200, metrics(models.getFirst(), running.getAsInt())));
  }

  private static String metrics(String model, int running) {
    return """
        # HELP vllm:num_requests_running Number of requests in model execution batches.
        # TYPE vllm:num_requests_running gauge
        vllm:num_requests_running{engine="0",model_name="%1$s"} %2$d.0
        # HELP vllm:num_requests_waiting Number of requests waiting to be processed.
        # TYPE vllm:num_requests_waiting gauge
        vllm:num_requests_waiting{engine="0",model_name="%1$s"} 0.0
        # HELP vllm:kv_cache_usage_perc KV-cache usage. 1 means 100 percent usage.
        # TYPE vllm:kv_cache_usage_perc gauge
        vllm:kv_cache_usage_perc{engine="0",model_name="%1$s"} 0.0%2$d
        """
        .formatted(model, Math.min(running, 9));
  }

  private static Routes llamaCpp(Routes routes, String model, IntSupplier running) {
    String fit = Json.object().put("status", "ok").toString();
    return routes
        .get("/health", request -> Replies.json(request, 200, fit))
        .get("/v1/health", request -> Replies.json(request, 200, fit))
        .get("/props", request -> Replies.json(request, 200, props(model)))
        .get("/slots", request -> Replies.json(request, 200, slots(running.getAsInt())))
        .get("/metrics", request -> Replies.json(request, 501, noMetrics()));
  }

  private static String props(String model) {
    var props = Json.object().put("total_slots", SLOTS).put("model_path", model);
    props.set("default_generation_settings", Json.object().put("n_ctx", 8_192));
    return props.toString();
  }

  private static String slots(int running) {
    var slots = Json.array();
    for (int slot = 0; slot < SLOTS; slot++) {
      slots.add(
          Json.object().put("id", slot).put("n_ctx", 8_192).put("is_processing", slot < running));
    }
    return slots.toString();
  }

  private static String noMetrics() {
    return ErrorBodies.llamaCpp(
        501, "This server does not support metrics endpoint. Start it with `--metrics`");
  }
}
