package lab.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tells of filters of a capability that nothing passes; such a filter is dropped. */
final class CapabilityFilters {
  private CapabilityFilters() {}

  static void check(YamlMap mappings, Names names) {
    Map<String, YamlMap> balancing = mappings.map("load_balancing").maps();
    mappings
        .map("capabilities")
        .maps()
        .forEach(
            (name, capability) -> {
              YamlMap entry = balancing.get(name);
              List<YamlValue> candidates = entry == null ? candidates(capability) : shares(entry);
              check(capability, models(candidates, names));
            });
  }

  /** Of a balancing entry of the same name, which chooses instead: each share's model. */
  private static List<YamlValue> shares(YamlMap entry) {
    List<YamlValue> candidates = new ArrayList<>();
    for (YamlValue item : entry.items("providers")) {
      YamlMap share = item.map();
      YamlValue preferred = share == null ? null : share.value("preferred_model");
      YamlValue provider = share == null ? null : share.value("provider");
      if (preferred != null) {
        candidates.add(preferred);
      } else if (provider != null) {
        candidates.add(provider);
      }
    }
    return candidates;
  }

  private static List<YamlValue> candidates(YamlMap capability) {
    List<YamlValue> named = new ArrayList<>(capability.items("preferred_models"));
    for (String levels : List.of("complexity_thresholds", "context_thresholds")) {
      named.addAll(capability.map(levels).values().values());
    }
    YamlValue provider = capability.value("provider");
    if (provider != null) { // a fallback comes after the choice, and is not filtered
      named.add(provider);
    }
    return named;
  }

  private static List<ModelEntry> models(List<YamlValue> candidates, Names names) {
    List<ModelEntry> models = new ArrayList<>();
    for (YamlValue value : candidates) {
      List<ModelEntry> meant = names.models(value.raw());
      if (meant.isEmpty()) {
        return List.of(); // nothing is known of it, and the unknown passes every filter
      }
      models.addAll(meant);
    }
    return models;
  }

  private static void check(YamlMap capability, List<ModelEntry> models) {
    YamlValue size = capability.value("min_model_size");
    String written = size == null ? null : size.written();
    Double least = written == null ? null : Quantities.parameters(written);
    if (size != null && least != null) {
      tellIfNonePasses(size, least, models, ModelEntry::size);
    }
    YamlValue context = capability.value("min_context");
    Integer tokens = capability.whole("min_context", 1, Integer.MAX_VALUE);
    if (context != null && tokens != null) {
      tellIfNonePasses(
          context,
          tokens,
          models,
          model -> model.contextLength() == null ? null : (double) model.contextLength());
    }
  }

  private static void tellIfNonePasses(
      YamlValue filter,
      double least,
      List<ModelEntry> models,
      Function<ModelEntry, @Nullable Double> measure) {
    boolean nonePasses =
        !models.isEmpty()
            && models.stream().map(measure).allMatch(known -> known != null && known < least);
    if (nonePasses) {
      filter.warning("is " + filter.shown() + ", which no candidate reaches; it is dropped");
    }
  }
}
