package lab.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lab.contract.ModelName;
import org.jspecify.annotations.Nullable;

/**
 * Reads LiteLLM's {@code fallbacks} and {@code default_fallbacks}, wherever they stand. What {@code
 * model-mappings.yaml} speaks of is ignored: it is the source.
 */
final class LiteLlmNames {
  private static final Set<String> ALL_OTHERS = Set.of("default", "*");

  private final Mappings mappings;
  private final References references;
  private final Map<ModelName, Chain> chains = new LinkedHashMap<>();
  private final Set<String> ignored;
  private @Nullable Chain otherwise;

  LiteLlmNames(Mappings mappings, References references, Set<String> ignored) {
    this.mappings = mappings;
    this.references = references;
    this.ignored = ignored;
  }

  /** Reads the chains; {@code litellm_settings} beats {@code router_settings}. */
  void readChains(YamlMap file) {
    for (YamlMap place : places(file)) {
      YamlValue all = place.value("default_fallbacks");
      if (all != null) {
        note("default", all);
      }
      for (YamlValue item : place.items("fallbacks")) {
        YamlMap map = item.map();
        if (map != null) {
          map.values().forEach(this::note);
        }
      }
    }
  }

  /** Where LiteLLM's lists may stand; the first comes first. */
  static List<YamlMap> places(YamlMap file) {
    return List.of(file.map("litellm_settings"), file.map("router_settings"), file);
  }

  private void note(String name, YamlValue entries) {
    boolean forAllOthers = ALL_OTHERS.contains(name);
    if (name.isBlank()
        || (forAllOthers && mappings.defaultChain() != null)
        || mappings.speaksOf(name)) {
      ignored.add(name);
      return;
    }
    Chain chain = new Chain(entries(entries, references), null, entries.at());
    if (!forAllOthers) {
      chains.putIfAbsent(new ModelName(name), chain);
    } else if (otherwise == null) {
      otherwise = chain;
    }
  }

  /** The names of a chain, each as text or as a map with a model. */
  static List<String> entries(YamlValue list, References references) {
    List<String> names = new ArrayList<>();
    for (YamlValue item : list.items()) {
      YamlMap map = item.isMap() ? item.map() : null; // {model: .., messages: ..}
      String name = map == null ? references.anyone(item) : references.anyone(map, "model");
      if (name != null) {
        names.add(name);
      }
    }
    return names;
  }

  /** The chains of {@code model-mappings.yaml}, and those it does not have. */
  Map<ModelName, Chain> chains() {
    Map<ModelName, Chain> all = new LinkedHashMap<>(mappings.chains());
    chains.forEach(all::putIfAbsent);
    return all;
  }

  /** The chain for all other names, or null. */
  @Nullable Chain otherwise() {
    return mappings.defaultChain() != null ? mappings.defaultChain() : otherwise;
  }
}
