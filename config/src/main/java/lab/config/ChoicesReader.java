package lab.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks what chooses among several: capabilities, load balancing, special cases and custom
 * strategies. Their names can be referred to; beyond that they do not route yet.
 */
final class ChoicesReader {
  private static final double ROUNDING = 0.01;

  private static final List<String> STRATEGIES =
      List.of(
          "round_robin",
          "weighted_round_robin",
          "load_balance",
          "simple-shuffle",
          "random",
          "least_loaded",
          "least-busy",
          "usage_based",
          "usage-based-routing",
          "usage-based-routing-v2",
          "fastest_response",
          "least_latency",
          "latency-based-routing",
          "most_capacity",
          "complexity_based",
          "context_based",
          "quality_based",
          "adaptive_weighted",
          "direct",
          "priority_based",
          "cost-based-routing",
          "cost_optimized",
          "quality_first");

  private final YamlMap file;
  private final References references;
  private final Set<String> strategies;

  ChoicesReader(YamlMap file, References references) {
    this.file = file;
    this.references = references;
    strategies = strategies(file);
  }

  /** Every name that may stand where a strategy is named. */
  static Set<String> strategies(YamlMap file) {
    Set<String> all = new HashSet<>(STRATEGIES);
    all.addAll(file.map("custom_strategies").values().keySet());
    return all;
  }

  void check() {
    file.map("capabilities").maps().values().forEach(this::checkCapability);
    file.map("load_balancing").maps().values().forEach(this::checkBalancing);
    for (YamlMap custom : file.map("custom_strategies").maps().values()) {
      checkStrategy(custom.knownAs(Section.CUSTOM_STRATEGY), "extends", strategies);
    }
    YamlMap cases = file.map("special_cases").knownAs(Section.SPECIAL_CASES);
    for (YamlMap special : cases.maps().values()) {
      special.knownAs(Section.SPECIAL_CASE);
    }
  }

  private void checkCapability(YamlMap map) {
    map.knownAs(Section.CAPABILITY);
    List<String> preferred = references.anyones(map.items("preferred_models"));
    boolean hasProvider = references.provider(map, "provider") != null;
    boolean hasFallback = references.anyone(map, "fallback") != null;
    if (preferred.isEmpty() && !hasProvider && !hasFallback) {
      map.error("preferred_models", "is missing, and so is provider: nothing can serve it");
    }
    for (String levels : List.of("complexity_thresholds", "context_thresholds")) {
      references.anyones(map.map(levels).present().stream().filter(YamlValue::isText).toList());
    }
    checkStrategy(map, "routing_strategy", strategies);
  }

  private void checkBalancing(YamlMap map) {
    map.knownAs(Section.BALANCING);
    checkStrategy(map, "strategy", strategies);
    double sum = 0;
    int weighted = 0;
    List<YamlValue> items = map.items("providers");
    if (items.isEmpty()) {
      map.error("providers", "needs at least one provider");
    }
    for (YamlValue item : items) {
      YamlMap entry = item.isMap() ? item.map() : null;
      if (entry == null) {
        item.error("must be a map with a provider");
        continue;
      }
      entry.knownAs(Section.BALANCED);
      references.neededProvider(entry);
      references.anyone(entry, "preferred_model");
      YamlValue value = entry.value("weight");
      Double weight = value == null ? null : value.number();
      if (value != null && weight != null) {
        weighted++;
        sum += weight;
        if (weight < 0) {
          value.error("is " + value.shown() + "; it must not be negative");
        }
      }
    }
    if (weighted > 0 && Math.abs(sum - 1) > ROUNDING) {
      map.error("providers", "have weights that add up to %.4g; it must be 1".formatted(sum));
    }
  }

  /** Tells of a strategy that nobody knows. */
  static void checkStrategy(YamlMap map, String key, Set<String> strategies) {
    String name = map.text(key);
    if (name != null && !strategies.contains(name)) {
      map.error(key, "is \"" + name + "\", no known strategy" + Nearest.hint(name, strategies));
    }
  }
}
