package lab.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tells of filters of a capability that nothing passes; such a filter is dropped. */
final class CapabilityFilters {
  private CapabilityFilters() {}

  static void check(YamlMap mappings, Names names) {
    for (YamlMap capability : mappings.map("capabilities").maps().values()) {
      check(capability, candidates(capability, names));
    }
  }

  private static List<ModelEntry> candidates(YamlMap capability, Names names) {
    List<YamlValue> named = new ArrayList<>(capability.items("preferred_models"));
    for (String levels : List.of("complexity_thresholds", "context_thresholds")) {
      named.addAll(capability.map(levels).values().values());
    }
    YamlValue provider = capability.value("provider");
    if (provider != null) { // a fallback comes after the choice, and is not filtered
      named.add(provider);
    }
    List<ModelEntry> models = new ArrayList<>();
    for (YamlValue value : named) {
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
