package lab.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lab.contract.ModelName;

/**
 * Reads the chains that only hold for one kind of failure: {@code context_window_fallbacks} and
 * {@code content_policy_fallbacks}, wherever they stand.
 */
final class KindFallbacks {
  private final YamlMap file;
  private final References references;

  KindFallbacks(YamlMap file, References references) {
    this.file = file;
    this.references = references;
  }

  /** The chains under a key; {@code litellm_settings} beats {@code router_settings}. */
  Map<ModelName, Chain> read(String key) {
    Map<ModelName, Chain> chains = new LinkedHashMap<>();
    for (YamlMap place : LiteLlmNames.places(file)) {
      for (YamlMap each : maps(place, key)) {
        each.values()
            .forEach(
                (name, entries) -> {
                  references.asked(entries, name);
                  if (!name.isBlank()) {
                    chains.putIfAbsent(
                        new ModelName(name),
                        new Chain(LiteLlmNames.entries(entries, references), null, entries.at()));
                  }
                });
      }
    }
    return chains;
  }

  /** A list of maps, as LiteLLM writes it, or one map. */
  private static List<YamlMap> maps(YamlMap place, String key) {
    YamlValue value = place.value(key);
    if (value != null && value.isMap()) {
      return List.of(place.map(key));
    }
    return place.items(key).stream().map(YamlValue::map).flatMap(Stream::ofNullable).toList();
  }
}
