package lab.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lab.config.Balancing.Share;
import lab.config.condition.Condition;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import org.jspecify.annotations.Nullable;

/** Reads {@code load_balancing}. */
final class BalancingReader {
  private static final double ROUNDING = 0.01;
  private static final String BY_LENGTH = "token_count";
  private static final Set<String> DETECTIONS = Set.of(BY_LENGTH, "structure");

  private final References references;
  private final Strategies strategies;

  BalancingReader(References references, Strategies strategies) {
    this.references = references;
    this.strategies = strategies;
  }

  Map<ModelName, Balancing> read(YamlMap file) {
    Map<ModelName, Balancing> balancing = new LinkedHashMap<>();
    file.map("load_balancing")
        .maps()
        .forEach(
            (name, map) -> {
              if (name.isBlank()) {
                map.source().findings().error(map.at(), "load_balancing has an entry without name");
              } else {
                ModelName model = new ModelName(name);
                balancing.put(model, entry(model, map.knownAs(Section.BALANCING)));
              }
            });
    return balancing;
  }

  private Balancing entry(ModelName name, YamlMap map) {
    YamlMap parameters = map.map("parameters").knownAs(Section.BALANCING_PARAMETERS);
    YamlValue threshold = parameters.value("saturation_threshold");
    @Nullable Double saturation = threshold == null ? null : threshold.number(0.01, 1);
    String detection = parameters.text("complexity_detection");
    if (detection != null && !DETECTIONS.contains(detection)) {
      parameters.error(
          "complexity_detection",
          "is \"%s\"; it must be token_count or structure%s"
              .formatted(detection, Nearest.hint(detection, DETECTIONS)));
    }
    return new Balancing(
        name,
        shares(map),
        strategies.choosing(map, "strategy", Choosing.DEFAULT),
        saturation == null ? Balancing.DEFAULT_SATURATION : saturation,
        !BY_LENGTH.equals(detection),
        map.at());
  }

  private List<Share> shares(YamlMap map) {
    List<YamlValue> items = map.items("providers");
    if (items.isEmpty()) {
      map.error("providers", "needs at least one provider");
    }
    List<YamlMap> entries = new ArrayList<>();
    for (YamlValue item : items) {
      YamlMap entry = item.isMap() ? item.map() : null;
      if (entry == null) {
        item.error("must be a map with a provider");
      } else {
        entries.add(entry.knownAs(Section.BALANCED));
      }
    }
    double otherwise = otherwise(map, entries);
    List<Share> shares = new ArrayList<>();
    for (YamlMap entry : entries) {
      String provider = references.neededProvider(entry);
      String preferred = references.anyone(entry, "preferred_model");
      Double weight = weight(entry);
      Condition condition = ConditionReader.read(entry); // also where there is no provider
      if (provider != null) {
        shares.add(
            new Share(
                new ProviderName(provider),
                preferred == null ? null : new ModelName(preferred),
                weight == null ? otherwise : weight,
                condition));
      }
    }
    return shares;
  }

  /** The weight of an entry that gives none: equal ones where no entry does. */
  private static double otherwise(YamlMap map, List<YamlMap> entries) {
    List<YamlMap> silent = entries.stream().filter(entry -> !entry.has("weight")).toList();
    if (silent.size() == entries.size()) {
      return entries.isEmpty() ? 0 : 1.0 / entries.size();
    }
    double sum = 0;
    for (YamlMap entry : entries) {
      Double weight = weight(entry);
      sum += weight == null ? 0 : weight;
    }
    if (Math.abs(sum - 1) > ROUNDING) {
      map.error("providers", "have weights that add up to %.4g; it must be 1".formatted(sum));
    }
    for (YamlMap entry : silent) {
      entry.warning("weight", "is missing where others have one: it counts as 0");
    }
    return 0;
  }

  private static @Nullable Double weight(YamlMap entry) {
    YamlValue value = entry.value("weight");
    Double weight = value == null ? null : value.number();
    if (value != null && weight != null && weight < 0) {
      value.error("is " + value.shown() + "; it must not be negative");
    }
    return weight;
  }
}
