package lab.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import lab.config.Capability.ContextNeed;
import lab.contract.ProviderName;
import lab.contract.SourceRef;
import org.jspecify.annotations.Nullable;

/** Reads {@code capabilities}. */
final class CapabilitiesReader {
  private static final Choosing IN_ORDER =
      new Choosing(
          Strategy.IN_ORDER, "direct", List.of(), Choosing.Score.DEFAULT, SourceRef.BUILT_IN);

  private final References references;
  private final Strategies strategies;

  CapabilitiesReader(References references, Strategies strategies) {
    this.references = references;
    this.strategies = strategies;
  }

  Map<String, Capability> read(YamlMap file) {
    Map<String, Capability> capabilities = new LinkedHashMap<>();
    file.map("capabilities")
        .maps()
        .forEach(
            (name, map) -> {
              if (name.isBlank()) {
                map.source().findings().error(map.at(), "capabilities has an entry without name");
              } else {
                capabilities.put(name, capability(name, map.knownAs(Section.CAPABILITY)));
              }
            });
    return capabilities;
  }

  private Capability capability(String name, YamlMap map) {
    map.map("parameters").knownAs(Section.CAPABILITY_PARAMETERS);
    String provider = references.provider(map, "provider");
    Capability capability =
        new Capability(
            name,
            references.anyones(map.items("preferred_models")),
            provider == null ? null : new ProviderName(provider),
            references.anyone(map, "fallback"),
            strategies.choosing(map, "routing_strategy", IN_ORDER),
            leastSize(map),
            map.whole("min_context", 1, Integer.MAX_VALUE),
            levels(
                map.map("complexity_thresholds").knownAs(Section.COMPLEXITY_THRESHOLDS),
                Complexity.values(),
                Complexity::label),
            levels(
                map.map("context_thresholds").knownAs(Section.CONTEXT_THRESHOLDS),
                ContextNeed.values(),
                need -> need.name().toLowerCase(Locale.ROOT)),
            map.at());
    if (capability.preferred().isEmpty()
        && provider == null
        && capability.fallback() == null
        && capability.byComplexity().isEmpty()
        && capability.byContext().isEmpty()) {
      map.error("preferred_models", "is missing, and so is provider: nothing can serve it");
    }
    return capability;
  }

  private static @Nullable Double leastSize(YamlMap map) {
    YamlValue value = map.value("min_model_size");
    String written = value == null ? null : value.written();
    Double least = written == null ? null : Quantities.parameters(written);
    if (value != null && written != null && least == null) {
      value.error("is " + value.shown() + "; it must be a size like 13B");
    }
    return least;
  }

  private <E extends Enum<E>> Map<E, String> levels(
      YamlMap thresholds, E[] all, Function<E, String> label) {
    Map<E, String> levels = new LinkedHashMap<>();
    for (E level : all) {
      String name = references.anyone(thresholds, label.apply(level));
      if (name != null) {
        levels.put(level, name);
      }
    }
    return levels;
  }
}
