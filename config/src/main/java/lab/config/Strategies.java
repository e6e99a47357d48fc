package lab.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lab.config.Choosing.Preferred;
import lab.config.Choosing.Score;
import lab.contract.SourceRef;
import org.jspecify.annotations.Nullable;

/** Every strategy that an entry may name: the built-in ones, and {@code custom_strategies}. */
final class Strategies {
  private static final Map<String, Strategy> BUILT_IN = builtIn();

  private final Map<String, YamlMap> customs;
  private final PriorityOrderReader orders;
  private final Map<String, Choosing> resolved = new HashMap<>();
  private final LinkedHashSet<String> open = new LinkedHashSet<>();
  private final Set<String> names = new LinkedHashSet<>(BUILT_IN.keySet());

  private Strategies(YamlMap file, PriorityOrderReader orders) {
    this.customs = file.map("custom_strategies").maps();
    this.orders = orders;
    names.addAll(file.map("custom_strategies").values().keySet());
  }

  private static Map<String, Strategy> builtIn() {
    Map<String, Strategy> all = new LinkedHashMap<>();
    for (Strategy strategy : Strategy.values()) {
      strategy.names().forEach(name -> all.put(name, strategy));
    }
    return all;
  }

  static Strategies read(YamlMap file, PriorityOrderReader orders) {
    Strategies strategies = new Strategies(file, orders);
    for (Map.Entry<String, YamlMap> custom : strategies.customs.entrySet()) {
      custom.getValue().knownAs(Section.CUSTOM_STRATEGY);
      var unused = strategies.custom(custom.getKey(), custom.getValue());
    }
    return strategies;
  }

  /** What an entry says under a key; where it says nothing, what otherwise holds. */
  Choosing choosing(YamlMap entry, String key, Choosing otherwise) {
    String name = entry.text(key);
    Choosing base = name == null ? otherwise : named(name, entry, key);
    List<Preferred> order = orders.read(entry);
    YamlMap parameters = entry.map("parameters");
    if (name == null && order.isEmpty() && !parameters.has("weights")) {
      return base;
    }
    return new Choosing(
        base.strategy(),
        base.written(),
        order.isEmpty() ? base.priorityOrder() : order,
        score(parameters, base.score()),
        name == null ? entry.at() : place(entry, key));
  }

  private static SourceRef place(YamlMap entry, String key) {
    YamlValue value = entry.value(key);
    return value == null ? entry.at() : value.at();
  }

  private Choosing named(String name, YamlMap entry, String key) {
    YamlMap custom = customs.get(name);
    Strategy strategy = BUILT_IN.get(name);
    if (custom != null) {
      return custom(name, custom);
    }
    if (strategy == null && !names.contains(name)) {
      entry.error(key, "is \"" + name + "\", no known strategy" + Nearest.hint(name, names));
    }
    return of(strategy == null ? Strategy.IN_ORDER : strategy, name);
  }

  private static Choosing of(Strategy strategy, String written) {
    return new Choosing(strategy, written, List.of(), Score.DEFAULT, SourceRef.BUILT_IN);
  }

  private Choosing custom(String name, YamlMap map) {
    Choosing known = resolved.get(name);
    if (known != null) {
      return known;
    }
    if (!open.add(name)) {
      map.error("extends", "leads back to itself: " + cycle(name));
      return of(Strategy.IN_ORDER, name);
    }
    Choosing base = base(name, map);
    List<Preferred> order = orders.read(map);
    Choosing choosing =
        new Choosing(
            base.strategy(),
            name,
            order.isEmpty() ? base.priorityOrder() : order,
            score(map, base.score()),
            map.at());
    open.remove(name);
    resolved.put(name, choosing);
    return choosing;
  }

  private String cycle(String back) {
    List<String> names = new ArrayList<>(open);
    names.add(back);
    return String.join(" -> ", names.subList(names.indexOf(back), names.size()));
  }

  private Choosing base(String name, YamlMap map) {
    String base = map.text("extends");
    Strategy itself = BUILT_IN.get(name);
    if (itself != null && (base == null || base.equals(name))) {
      return of(itself, name); // an entry of a built-in name refines that
    }
    if (base != null) {
      return named(base, map, "extends");
    }
    if (map.has("priority_order")) {
      return of(Strategy.QUALITY_FIRST, name);
    }
    if (map.has("weights")) {
      return of(Strategy.USAGE_BASED, name);
    }
    map.source()
        .findings()
        .warning(
            map.at(),
            map.path()
                + " has none of extends, priority_order and weights: it takes the first fit one");
    return of(Strategy.IN_ORDER, name);
  }

  private static Score score(YamlMap map, Score otherwise) {
    if (!map.has("weights")) {
      return otherwise;
    }
    YamlMap weights = map.map("weights").knownAs(Section.SCORE);
    String success = weights.has("success_rate") ? "success_rate" : "success";
    Score score =
        new Score(
            weight(weights, "latency", otherwise.latency()),
            weight(weights, success, otherwise.success()),
            weight(weights, "cost", otherwise.cost()));
    if (score.latency() + score.success() + score.cost() == 0) {
      map.error("weights", "are all 0; one of them must count");
    }
    return score;
  }

  private static double weight(YamlMap weights, String key, double otherwise) {
    YamlValue value = weights.value(key);
    @Nullable Double weight = value == null ? null : value.number(0, 1_000);
    return weight == null ? otherwise : weight;
  }
}
