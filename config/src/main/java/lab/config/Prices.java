package lab.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lab.contract.ModelName;
import org.jspecify.annotations.Nullable;

/**
 * What the models of a provider cost: {@code cost_per_1k_tokens}, one number for all, or a number
 * or a map with {@code input} and {@code output} by model.
 *
 * @param all the price of every model that has none of its own, or null
 */
record Prices(@Nullable Price all, Map<String, Price> byModel) {
  private static final double MOST = 1_000_000;
  private static final double PER_THOUSAND = 1_000;
  private static final Set<String> SIDES = Set.of("input", "output");

  static Prices read(YamlMap provider) {
    YamlValue value = provider.value("cost_per_1k_tokens");
    if (value == null || !value.isMap()) {
      return new Prices(value == null ? null : flat(value), Map.of());
    }
    YamlMap map = provider.map("cost_per_1k_tokens");
    if (SIDES.containsAll(map.values().keySet())) {
      return new Prices(sides(map), Map.of());
    }
    Map<String, Price> byModel = new LinkedHashMap<>();
    for (Map.Entry<String, YamlValue> each : map.values().entrySet()) {
      YamlValue cost = each.getValue();
      YamlMap both = cost.isMap() ? cost.map() : null;
      Price price = both == null ? flat(cost) : sides(both);
      if (price != null) {
        byModel.put(each.getKey(), price);
      }
    }
    return new Prices(null, byModel);
  }

  /** What {@code litellm_params} say, or null where they say nothing. */
  static @Nullable Price ofParameters(YamlMap parameters) {
    YamlValue input = parameters.value("input_cost_per_token");
    YamlValue output = parameters.value("output_cost_per_token");
    return input == null && output == null ? null : new Price(cost(input, 1), cost(output, 1));
  }

  private static @Nullable Price flat(YamlValue value) {
    Double cost = value.isNull() ? null : value.number(0, MOST);
    return cost == null ? null : new Price(cost / PER_THOUSAND, cost / PER_THOUSAND);
  }

  private static Price sides(YamlMap map) {
    for (String key : map.values().keySet()) {
      if (!SIDES.contains(key)) {
        map.warning(key, "is unknown; a price has input and output" + Nearest.hint(key, SIDES));
      }
    }
    return new Price(
        cost(map.value("input"), PER_THOUSAND), cost(map.value("output"), PER_THOUSAND));
  }

  private static double cost(@Nullable YamlValue value, double tokens) {
    Double cost = value == null ? null : value.number(0, MOST);
    return cost == null ? 0 : cost / tokens;
  }

  /** Tells of prices of models that are not on the list. */
  void tellOfUnlisted(YamlMap provider, Set<ModelName> listed) {
    Set<String> names = listed.stream().map(ModelName::value).collect(Collectors.toSet());
    if (byModel.isEmpty()) {
      return; // one number for all: there is no map
    }
    YamlMap costs = provider.map("cost_per_1k_tokens");
    for (String model : byModel.keySet()) {
      if (!names.contains(model)) {
        costs.warning(model, "is on no list of this provider" + Nearest.hint(model, names));
      }
    }
  }

  /** The price of a model, or null where none is said. */
  @Nullable Price of(ModelName model) {
    return byModel.getOrDefault(model.value(), all);
  }
}
