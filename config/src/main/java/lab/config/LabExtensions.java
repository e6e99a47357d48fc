package lab.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code lab_extensions} of a LiteLLM file: what LiteLLM has no words for and does not read, as it
 * stands in {@code model-mappings.yaml} and {@code providers.yaml}.
 */
final class LabExtensions {
  private static final String KEY = "lab_extensions";

  /** They have a name of their own there. */
  private static final String PATTERNS = "pattern_routes";

  /** What is of {@code providers.yaml}. */
  private static final List<String> OF_PROVIDERS = List.of("providers", "health_checks");

  private static final Set<String> OF_MAPPINGS =
      Set.of(
          "exact_matches",
          "patterns",
          "fallback_chains",
          "routing_rules",
          "capabilities",
          "load_balancing",
          "special_cases",
          "custom_strategies");

  private LabExtensions() {}

  /** Those of two files; what of them only describes is noted and left out. */
  static Map<String, @Nullable Object> of(
      Map<String, @Nullable Object> providers,
      Map<String, @Nullable Object> mappings,
      List<String> notes) {
    Map<String, @Nullable Object> lab = new LinkedHashMap<>();
    mappings.forEach(
        (key, value) -> {
          if (OF_MAPPINGS.contains(key)) {
            lab.put(key.equals("patterns") ? PATTERNS : key, value);
          } else {
            notes.add("model-mappings.yaml: " + key + " only describes, left out");
          }
        });
    providers.forEach(
        (key, value) -> {
          if (OF_PROVIDERS.contains(key)) {
            lab.put(key, value);
          } else {
            notes.add("providers.yaml: " + key + " only describes, left out");
          }
        });
    return lab;
  }

  /** Takes them out of a file; empty where it has none. */
  static Map<String, @Nullable Object> takenFrom(Map<String, @Nullable Object> gateway) {
    Map<String, @Nullable Object> lab = YamlTree.map(gateway.remove(KEY));
    Map<String, @Nullable Object> router = YamlTree.map(gateway.get("router_settings"));
    if (router.containsKey(KEY)) {
      lab.putAll(YamlTree.map(router.remove(KEY)));
      gateway.put("router_settings", router);
    }
    return lab;
  }

  /** What of them belongs into {@code model-mappings.yaml}. */
  static Map<String, @Nullable Object> mappings(Map<String, @Nullable Object> lab) {
    Map<String, @Nullable Object> mappings = new LinkedHashMap<>();
    lab.forEach((key, value) -> mappings.put(key.equals(PATTERNS) ? "patterns" : key, value));
    OF_PROVIDERS.forEach(mappings::remove);
    return mappings;
  }

  /** The files that were exported with them; the file's own lists were made of these. */
  static Converted restored(
      Map<String, @Nullable Object> gateway, Map<String, @Nullable Object> lab) {
    Map<String, @Nullable Object> providers = new LinkedHashMap<>();
    OF_PROVIDERS.forEach(key -> YamlTree.putFilled(providers, key, lab.get(key)));
    Map<String, @Nullable Object> mappings = mappings(lab);
    Set<String> known = new LinkedHashSet<>(YamlTree.map(mappings.get("exact_matches")).keySet());
    known.addAll(listed(providers));
    List<@Nullable Object> entries = YamlTree.list(gateway.remove("model_list"));
    entries.removeIf(
        entry -> known.contains(String.valueOf(YamlTree.map(entry).get("model_name"))));
    YamlTree.putFilled(gateway, "model_list", entries);
    Fallbacks.drop(gateway, YamlTree.map(mappings.get("fallback_chains")).keySet());
    Map<String, @Nullable Object> router = YamlTree.map(gateway.remove("router_settings"));
    Map<String, @Nullable Object> aliases = YamlTree.map(router.remove("model_group_alias"));
    aliases.keySet().removeAll(YamlTree.map(mappings.get("capabilities")).keySet());
    YamlTree.putFilled(router, "model_group_alias", aliases);
    YamlTree.putFilled(gateway, "router_settings", router);
    return files(providers, mappings, gateway, List.of());
  }

  /** The names of models on the lists of a {@code providers.yaml}, whatever their status. */
  static Set<String> listed(Map<String, @Nullable Object> providers) {
    Set<String> names = new LinkedHashSet<>();
    for (Object provider : YamlTree.map(providers.get("providers")).values()) {
      for (Object model : YamlTree.list(YamlTree.map(provider).get("models"))) {
        names.add(String.valueOf(model instanceof Map<?, ?> map ? map.get("name") : model));
      }
    }
    return names;
  }

  /** Every provider that rules name. */
  static Set<String> providersOf(@Nullable Object rules) {
    Set<String> names = new LinkedHashSet<>();
    if (rules instanceof List<?> list) {
      list.forEach(each -> names.addAll(providersOf(each)));
    } else {
      YamlTree.map(rules)
          .forEach(
              (key, value) -> {
                boolean isOne = key.equals("provider") || key.equals("default_provider");
                if (isOne && value instanceof String name) {
                  names.add(name);
                } else {
                  names.addAll(providersOf(value));
                }
              });
    }
    return names;
  }

  /** The three files of a configuration. */
  static Converted files(
      Map<String, @Nullable Object> providers,
      Map<String, @Nullable Object> mappings,
      Map<String, @Nullable Object> gateway,
      List<String> notes) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("providers.yaml", YamlTree.write(providers));
    files.put("model-mappings.yaml", YamlTree.write(mappings));
    files.put("gateway.yaml", YamlTree.write(gateway));
    List<String> all = new ArrayList<>(notes);
    all.add("comments of the file are not taken over");
    return Converted.of("Made by ./lab config import of a LiteLLM file.", files, all);
  }
}
