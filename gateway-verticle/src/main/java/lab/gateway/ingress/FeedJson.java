package lab.gateway.ingress;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import lab.contract.CallFinished;
import lab.contract.CallFinished.Past;
import lab.contract.CallFinished.Preview;
import lab.contract.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * A request that is over, for people and programs that watch: names and numbers, and how its
 * content begins where that is switched on.
 */
final class FeedJson {
  private FeedJson() {}

  static JsonObject of(NodeId node, Past past) {
    CallFinished call = past.call();
    JsonObject json =
        new JsonObject()
            .put("time", past.at().toString())
            .put("node", node.value())
            .put("request_id", call.call().value())
            .put("operation", call.operation().label())
            .put("model", call.model() == null ? null : call.model().value())
            .put("provider", call.servedBy() == null ? null : call.servedBy().provider().value())
            .put("provider_model", call.servedBy() == null ? null : call.servedBy().model().value())
            .put("strategy", call.stage() == null ? null : call.stage().label())
            .put("streamed", call.streamed())
            .put("attempts", call.attempts())
            .put("status", call.status())
            .put("failure", call.failure() == null ? null : call.failure().label());
    json.put("latency_ms", millis(call.took()))
        .put("first_content_ms", millis(call.toFirstContent()))
        .put("prompt_tokens", call.usage().promptTokens())
        .put("completion_tokens", call.usage().completionTokens())
        .put("cost", past.cost())
        .put("cache", call.cache() == null ? null : call.cache().label())
        .put("caller", call.caller());
    Preview preview = call.preview();
    return preview == null
        ? json
        : json.put("prompt", preview.prompt()).put("answer", preview.answer());
  }

  private static @Nullable Long millis(@Nullable Duration time) {
    return time == null ? null : time.toMillis();
  }
}
