package lab.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lab.contract.ModelName;
import lab.contract.ProviderName;

/** Reads {@code model_group_alias}, wherever it stands: further names of models. */
final class AliasReader {
  private final Mappings mappings;
  private final References references;
  private final Set<String> ignored;
  private final Map<ModelName, ExactMatch> exact;
  private final Map<ModelName, List<ProviderName>> listed = new HashMap<>();

  /**
   * Prepares to add to what the files have.
   *
   * @param ignored receives the names that mean something else in {@code model-mappings.yaml}
   * @param exact every exact name so far
   */
  AliasReader(
      Mappings mappings,
      References references,
      Set<String> ignored,
      Map<ModelName, ExactMatch> exact,
      Collection<Provider> providers) {
    this.mappings = mappings;
    this.references = references;
    this.ignored = ignored;
    this.exact = exact;
    for (Provider provider : providers) {
      for (ModelEntry model : provider.models()) {
        listed.computeIfAbsent(model.name(), first -> new ArrayList<>()).add(provider.name());
      }
    }
  }

  /** An exact name for each alias of a model. */
  Map<ModelName, ExactMatch> read(YamlMap file) {
    Map<ModelName, ExactMatch> aliases = new LinkedHashMap<>();
    for (YamlMap place : List.of(file.map("router_settings"), file)) {
      place
          .map("model_group_alias")
          .values()
          .forEach(
              (name, value) -> {
                ModelName alias = name.isBlank() ? null : new ModelName(name);
                if (alias == null || isTaken(alias)) {
                  ignored.add(name);
                } else {
                  List<ExactMatch.Target> targets = targets(value);
                  if (!targets.isEmpty()) {
                    aliases.putIfAbsent(
                        alias, new ExactMatch(alias, targets, null, value.at(), isHidden(value)));
                  }
                }
              });
    }
    return aliases;
  }

  private static boolean isHidden(YamlValue value) {
    YamlMap map = value.isMap() ? value.map() : null;
    return map != null && map.knownAs(Section.ALIAS).flag("hidden", false);
  }

  private boolean isTaken(ModelName alias) {
    return mappings.speaksOf(alias.value())
        || exact.containsKey(alias)
        || listed.containsKey(alias);
  }

  private List<ExactMatch.Target> targets(YamlValue value) {
    List<YamlValue> models = value.isList() ? value.items() : List.of(value);
    Set<ExactMatch.Target> targets = new LinkedHashSet<>();
    for (YamlValue each : models) {
      YamlMap map = each.isMap() ? each.map() : null; // {model: .., hidden: ..}
      String name = map == null ? references.anyone(each) : references.anyone(map, "model");
      if (name != null) {
        targets.addAll(targets(new ModelName(name)));
      }
    }
    if (targets.isEmpty()) {
      value.warning("stands for no model that is served; the alias has no effect");
    }
    return List.copyOf(targets);
  }

  private List<ExactMatch.Target> targets(ModelName model) {
    ExactMatch match = exact.get(model);
    if (match == null) {
      return listed.getOrDefault(model, List.of()).stream()
          .map(provider -> new ExactMatch.Target(provider, model))
          .toList();
    }
    return match.targets().stream()
        .map(
            target ->
                target.backendModel() != null
                    ? target
                    : new ExactMatch.Target(target.provider(), model, target.portion()))
        .toList();
  }
}
