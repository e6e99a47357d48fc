package lab.gateway.ingress;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import lab.config.Configuration;
import lab.config.ModelEntry;
import lab.config.Provider;
import lab.contract.ModelName;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.Replies;
import lab.gateway.ingress.ServedNames.Server;
import org.jspecify.annotations.Nullable;

/**
 * The names that a client may ask for, as OpenAI and LiteLLM list them, each with the provider that
 * its rule names first. Made once; answered from memory.
 */
final class ModelList {
  /** What the proxy that clients know gives as every model's creation time. */
  private static final long CREATED = 1_677_610_602L;

  private final Map<String, JsonObject> entries = new LinkedHashMap<>();
  private final byte[] list;
  private final byte[] info;

  ModelList(Configuration configuration) {
    JsonArray infos = new JsonArray();
    ServedNames.of(configuration)
        .forEach(
            (name, servers) -> {
              servers.forEach(server -> infos.add(info(name, server)));
              entries.put(name.value(), entry(name, servers.getFirst().provider()));
            });
    JsonArray all = new JsonArray();
    entries.values().forEach(all::add);
    list = new JsonObject().put("object", "list").put("data", all).toBuffer().getBytes();
    info = new JsonObject().put("data", infos).toBuffer().getBytes();
  }

  private static JsonObject info(ModelName name, Server server) {
    Provider provider = server.provider();
    ModelEntry model = entryOf(provider, server.model());
    JsonObject about = new JsonObject().put("id", provider.name() + "/" + server.model());
    about.put("provider", provider.name().value());
    about.put("litellm_provider", provider.type().label());
    if (model != null && model.contextLength() != null) {
      about.put("max_input_tokens", model.contextLength());
    }
    return new JsonObject()
        .put("model_name", name.value())
        .put(
            "litellm_params",
            new JsonObject()
                .put("model", server.model().value())
                .put("api_base", provider.baseUrl().toString()))
        .put("model_info", about);
  }

  private static JsonObject entry(ModelName name, Provider provider) {
    return new JsonObject()
        .put("id", name.value())
        .put("object", "model")
        .put("created", CREATED)
        .put("owned_by", "openai")
        .put("provider", provider.name().value());
  }

  private static @Nullable ModelEntry entryOf(Provider provider, ModelName name) {
    return provider.models().stream()
        .filter(model -> model.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  /** A name for examples. */
  String any() {
    return entries.isEmpty() ? "a-model" : entries.keySet().iterator().next();
  }

  void all(HttpServerRequest request) {
    Replies.json(request, 200, list);
  }

  void info(HttpServerRequest request) {
    Replies.json(request, 200, info);
  }

  /**
   * @param id the rest of the path, decoded: names hold slashes and colons
   */
  void one(HttpServerRequest request, String id) {
    JsonObject entry = entries.get(id);
    if (entry == null) {
      Replies.failure(request, new GatewayFailure.UnknownModel(id));
    } else {
      Replies.json(request, 200, entry.toBuffer().getBytes());
    }
  }
}
