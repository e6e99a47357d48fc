package lab.gateway.ingress;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import lab.config.Configuration;
import lab.config.ExactMatch;
import lab.config.ModelEntry;
import lab.config.Provider;
import lab.config.ProviderStatus;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.Replies;
import org.jspecify.annotations.Nullable;

/**
 * The names that a client may ask for: those of {@code exact_matches} and of a {@code model_list},
 * and the lists of the active providers. Made once; answered from memory.
 */
final class ModelList {
  /** What the proxy that clients know gives as every model's creation time. */
  private static final long CREATED = 1_677_610_602L;

  private final Map<String, JsonObject> entries = new LinkedHashMap<>();
  private final byte[] list;
  private final byte[] info;

  ModelList(Configuration configuration) {
    JsonArray infos = new JsonArray();
    configuration.exact().values().stream()
        .filter(match -> !match.hidden())
        .forEach(match -> addExact(match, configuration.providers(), infos));
    configuration.providers().values().stream()
        .filter(provider -> provider.status() == ProviderStatus.ACTIVE)
        .forEach(provider -> provider.models().forEach(model -> add(provider, model, infos)));
    JsonArray all = new JsonArray();
    entries.values().forEach(all::add);
    list = new JsonObject().put("object", "list").put("data", all).toBuffer().getBytes();
    info = new JsonObject().put("data", infos).toBuffer().getBytes();
  }

  private void addExact(ExactMatch match, Map<ProviderName, Provider> providers, JsonArray infos) {
    for (ExactMatch.Target target : match.targets()) {
      Provider provider = providers.get(target.provider());
      if (provider != null && provider.status() == ProviderStatus.ACTIVE) {
        ModelName backend = target.backendModel() == null ? match.name() : target.backendModel();
        add(match.name(), backend, provider, entryOf(provider, backend), infos);
      }
    }
  }

  private void add(Provider provider, ModelEntry model, JsonArray infos) {
    if (!entries.containsKey(model.name().value())) {
      add(model.name(), model.name(), provider, model, infos);
    }
  }

  private void add(
      ModelName name,
      ModelName backend,
      Provider provider,
      @Nullable ModelEntry model,
      JsonArray infos) {
    JsonObject about = new JsonObject().put("id", provider.name() + "/" + backend);
    about.put("provider", provider.name().value());
    about.put("litellm_provider", provider.type().label());
    if (model != null && model.contextLength() != null) {
      about.put("max_input_tokens", model.contextLength());
    }
    infos.add(
        new JsonObject()
            .put("model_name", name.value())
            .put(
                "litellm_params",
                new JsonObject()
                    .put("model", backend.value())
                    .put("api_base", provider.baseUrl().toString()))
            .put("model_info", about));
    entries.computeIfAbsent(
        name.value(),
        id ->
            new JsonObject()
                .put("id", id)
                .put("object", "model")
                .put("created", CREATED)
                .put("owned_by", "openai")
                .put("provider", provider.name().value()));
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
