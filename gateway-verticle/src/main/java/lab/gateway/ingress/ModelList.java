package lab.gateway.ingress;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lab.config.Configuration;
import lab.config.ModelEntry;
import lab.config.Provider;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.ProvidersQuery;
import lab.contract.bus.Bus;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.Replies;
import lab.gateway.ingress.ServedNames.Server;
import org.jspecify.annotations.Nullable;

/**
 * The names that a client may ask for, as OpenAI and LiteLLM list them, each with the provider that
 * its rule names first; and what polls found beyond them. The part that files say is made once, and
 * is all of it where no router tells of polls.
 */
final class ModelList {
  /** What the proxy that clients know gives as every model's creation time. */
  private static final long CREATED = 1_677_610_602L;

  private final Bus bus;
  private final Map<String, JsonObject> entries = new LinkedHashMap<>();
  private final byte[] list;
  private final byte[] info;

  ModelList(Bus bus, Configuration configuration) {
    this.bus = bus;
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

  private static JsonObject entry(String id, ProviderName provider) {
    return new JsonObject()
        .put("id", id)
        .put("object", "model")
        .put("created", CREATED)
        .put("owned_by", "openai")
        .put("provider", provider.value());
  }

  private static byte[] list(Collection<JsonObject> entries) {
    JsonArray all = new JsonArray();
    entries.forEach(all::add);
    return new JsonObject().put("object", "list").put("data", all).toBuffer().getBytes();
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
    found()
        .onSuccess(
            found ->
                Replies.json(request, 200, found.isEmpty() ? list : list(joined(found).values())));
  }

  private Map<String, JsonObject> joined(Map<String, JsonObject> found) {
    Map<String, JsonObject> all = new LinkedHashMap<>(entries);
    all.putAll(found);
    return all;
  }

  /** What polls found and no file names; never fails. */
  private Future<Map<String, JsonObject>> found() {
    return bus.ask(ProvidersQuery.LINE, new ProvidersQuery(null))
        .map(answer -> beyond(answer.providers()))
        .otherwise(Map.of());
  }

  private Map<String, JsonObject> beyond(List<ProvidersQuery.Known> providers) {
    Map<String, JsonObject> found = new LinkedHashMap<>();
    for (ProvidersQuery.Known provider : providers) {
      for (ModelName model : provider.listed()) {
        if (!entries.containsKey(model.value())) {
          found.computeIfAbsent(model.value(), id -> entry(id, provider.name()));
        }
      }
    }
    return found;
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
      found().onSuccess(found -> one(request, id, found.get(id)));
    } else {
      one(request, id, entry);
    }
  }

  private static void one(HttpServerRequest request, String id, @Nullable JsonObject entry) {
    if (entry == null) {
      Replies.failure(request, new GatewayFailure.UnknownModel(id));
    } else {
      Replies.json(request, 200, entry.toBuffer().getBytes());
    }
  }
}
