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

/** Reads {@code model_group_alias}, wherever it stands: further names of what is asked for. */
final class AliasReader {
  private final Mappings mappings;
  private final References references;
  private final Set<String> ignored;
  private final Map<ModelName, ExactMatch> exact;
  private final List<Wildcard> wildcards;
  private final Map<ModelName, List<ProviderName>> listed = new HashMap<>();
  private final Map<ModelName, Alias> aliases = new LinkedHashMap<>();
  private final Map<ModelName, ExactMatch> joined = new LinkedHashMap<>();

  /**
   * Prepares to add to what the files have.
   *
   * @param ignored receives the names that mean something else in {@code model-mappings.yaml}
   * @param exact every exact name so far
   * @param wildcards names that stand for many
   */
  AliasReader(
      Mappings mappings,
      References references,
      Set<String> ignored,
      Map<ModelName, ExactMatch> exact,
      List<Wildcard> wildcards,
      Collection<Provider> providers) {
    this.mappings = mappings;
    this.references = references;
    this.ignored = ignored;
    this.exact = exact;
    this.wildcards = wildcards;
    for (Provider provider : providers) {
      for (ModelEntry model : provider.models()) {
        listed.computeIfAbsent(model.name(), first -> new ArrayList<>()).add(provider.name());
      }
    }
  }

  /** Reads them; {@code router_settings} beats the top of the file. */
  void read(YamlMap file) {
    for (YamlMap place : List.of(file.map("router_settings"), file)) {
      place.map("model_group_alias").values().forEach(this::read);
    }
  }

  /** Those that stand for one name. */
  Map<ModelName, Alias> aliases() {
    return aliases;
  }

  /** Those that stand for the servers of several. */
  Map<ModelName, ExactMatch> joined() {
    return joined;
  }

  private void read(String name, YamlValue value) {
    ModelName alias = name.isBlank() ? null : new ModelName(name);
    if (alias == null || isTaken(alias)) {
      ignored.add(name);
      return;
    }
    if (aliases.containsKey(alias) || joined.containsKey(alias)) {
      return; // the other place comes first
    }
    List<ModelName> meant = names(value).stream().filter(this::isServed).toList();
    if (meant.isEmpty()) {
      value.warning("stands for no model that is served; the alias has no effect");
    } else if (meant.size() == 1) {
      aliases.put(alias, new Alias(alias, meant.getFirst(), isHidden(value)));
    } else {
      join(alias, meant, value);
    }
  }

  private void join(ModelName alias, List<ModelName> meant, YamlValue value) {
    Set<ExactMatch.Target> targets = new LinkedHashSet<>();
    meant.forEach(model -> targets.addAll(targets(model)));
    if (targets.isEmpty()) {
      value.warning("is a list of names of which none is a model's; the alias has no effect");
    } else {
      joined.put(alias, new ExactMatch(alias, List.copyOf(targets), null, value.at()));
    }
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

  /** A provider's name and another alias are none that a client's request can be routed as. */
  private boolean isServed(ModelName name) {
    return isTaken(name) || wildcards.stream().anyMatch(wildcard -> wildcard.covers(name));
  }

  private List<ModelName> names(YamlValue value) {
    List<ModelName> names = new ArrayList<>();
    for (YamlValue each : value.isList() ? value.items() : List.of(value)) {
      YamlMap map = each.isMap() ? each.map() : null; // {model: .., hidden: ..}
      String name = map == null ? references.anyone(each) : references.anyone(map, "model");
      if (name != null) {
        names.add(new ModelName(name));
      }
    }
    return names;
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
