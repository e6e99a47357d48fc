package lab.gateway.ingress;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import lab.config.Configuration;
import lab.config.ModelEntry;
import lab.config.Provider;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.gateway.ingress.ServedNames.Server;

/**
 * The names that the files of one configuration let a client ask for, written once as OpenAI and
 * LiteLLM list them. Any thread; nothing of it changes.
 */
final class Listing {
  /** What the proxy that clients know gives as every model's creation time. */
  private static final long CREATED = 1_677_610_602L;

  private final Map<String, JsonObject> entries = new LinkedHashMap<>();
  private final byte[] list;
  private final byte[] info;

  Listing(Configuration configuration) {
    JsonArray infos = new JsonArray();
    ServedNames.of(configuration)
        .forEach(
            (name, servers) -> {
              servers.forEach(server -> infos.add(info(name, server)));
              entries.put(name.value(), entry(name.value(), servers.getFirst().provider().name()));
            });
    list = list(entries.values());
    info = new JsonObject().put("data", infos).toBuffer().getBytes();
  }

  private static JsonObject info(ModelName name, Server server) {
    Provider provider = server.provider();
    ModelEntry model = server.entry();
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

  static JsonObject entry(String id, ProviderName provider) {
    return new JsonObject()
        .put("id", id)
        .put("object", "model")
        .put("created", CREATED)
        .put("owned_by", "openai")
        .put("provider", provider.value());
  }

  static byte[] list(Collection<JsonObject> entries) {
    JsonArray all = new JsonArray();
    entries.forEach(all::add);
    return new JsonObject().put("object", "list").put("data", all).toBuffer().getBytes();
  }

  /** A name for examples. */
  String any() {
    return entries.isEmpty() ? "a-model" : entries.keySet().iterator().next();
  }

  /** What is said of each name, by name; to be read only. */
  Map<String, JsonObject> entries() {
    return entries;
  }

  /** All of it, as {@code /v1/models} says it. */
  byte[] list() {
    return list;
  }

  /** All of it, as {@code /model/info} says it. */
  byte[] info() {
    return info;
  }
}
