package lab.gateway.ingress;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import lab.config.Configuration;
import lab.config.ModelEntry;
import lab.contract.ModelName;
import lab.contract.ProvidersQuery;
import lab.dialect.json.Canonical;
import org.jspecify.annotations.Nullable;

/**
 * The names that are served, whoever serves them, as if they were models of one Ollama: those of
 * the files, and beyond them what polls found. Any thread; nothing of it changes.
 */
final class OllamaListing {
  /** As in the list for OpenAI's clients. */
  private static final String SINCE = "2023-02-28T18:56:42Z";

  /** Nobody here unloads anything. */
  private static final String FOREVER = "9999-12-31T23:59:59Z";

  private static final String LATEST = ":latest";

  private final Map<String, Served> named = new LinkedHashMap<>();

  /**
   * One name.
   *
   * @param entry of who serves it first, or null where no file has one
   */
  private record Served(String name, @Nullable ModelEntry entry) {}

  OllamaListing(Configuration configuration) {
    ServedNames.of(configuration)
        .forEach(
            (name, servers) ->
                named.put(name.value(), new Served(name.value(), servers.getFirst().entry())));
  }

  /** Those that somebody has in memory, as polls found, as far as they may be shown. */
  byte[] loaded(List<ProvidersQuery.Known> providers, Predicate<String> shown) {
    Map<String, Served> found = new LinkedHashMap<>();
    for (ProvidersQuery.Known provider : providers) {
      provider.models().stream()
          .filter(ProvidersQuery.KnownModel::loaded)
          .map(model -> model.name().value())
          .forEach(name -> found.put(name, named.getOrDefault(name, new Served(name, null))));
    }
    return models(found.values(), shown, true);
  }

  /** All of them that may be shown. */
  byte[] tags(List<ProvidersQuery.Known> providers, Predicate<String> shown) {
    return models(all(providers).values(), shown, false);
  }

  /** What is known of one of them; null where there is no such name. */
  byte @Nullable [] about(List<ProvidersQuery.Known> providers, String name) {
    Map<String, Served> all = all(providers);
    Served served = all.get(name);
    if (served == null && name.endsWith(LATEST)) {
      // To Ollama's clients a name without a tag is the name with this one.
      served = all.get(name.substring(0, name.length() - LATEST.length()));
    }
    return served == null ? null : shown(served).toBuffer().getBytes();
  }

  /** What is said of a name that is on no list. */
  static byte[] unlisted(String name) {
    return shown(new Served(name, null)).toBuffer().getBytes();
  }

  private Map<String, Served> all(List<ProvidersQuery.Known> providers) {
    Map<String, Served> all = new LinkedHashMap<>(named);
    for (ProvidersQuery.Known provider : providers) {
      for (ModelName model : provider.listed()) {
        all.putIfAbsent(model.value(), new Served(model.value(), null));
      }
    }
    return all;
  }

  private static byte[] models(Collection<Served> all, Predicate<String> wanted, boolean running) {
    JsonArray models = new JsonArray();
    for (Served one : all) {
      if (!wanted.test(one.name)) {
        continue;
      }
      JsonObject model = new JsonObject().put("name", one.name).put("model", one.name);
      if (running) {
        model.put("expires_at", FOREVER).put("size_vram", 0);
      } else {
        model.put("modified_at", SINCE);
      }
      models.add(model.put("size", 0).put("digest", digest(one)).put("details", details(one)));
    }
    return new JsonObject().put("models", models).toBuffer().getBytes();
  }

  /** Some clients tell models apart by it. */
  private static String digest(Served one) {
    byte[] name = one.name.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(Canonical.sha256().digest(name));
  }

  private static JsonObject details(Served one) {
    Double size = one.entry == null ? null : one.entry.size();
    return new JsonObject()
        .put("parent_model", "")
        .put("format", "")
        .put("family", "")
        .put("families", new JsonArray())
        .put("parameter_size", size == null ? "" : String.format(Locale.ROOT, "%.1fB", size))
        .put("quantization_level", "");
  }

  private static JsonObject shown(Served one) {
    JsonObject info = new JsonObject().put("general.architecture", "lab");
    if (one.entry != null && one.entry.contextLength() != null) {
      info.put("lab.context_length", one.entry.contextLength());
    }
    boolean embeds = one.entry != null && "embedding".equals(one.entry.specialty());
    return new JsonObject()
        .put("modelfile", "")
        .put("parameters", "")
        .put("template", "")
        .put("details", details(one))
        .put("model_info", info)
        .put(
            "capabilities",
            embeds
                ? new JsonArray().add("embedding")
                : new JsonArray().add("completion").add("tools"))
        .put("modified_at", SINCE);
  }
}
