package lab.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import org.jspecify.annotations.Nullable;

/** Reads {@code model-mappings.yaml}; what it refers to is left to {@link References}. */
final class MappingsReader {
  private static final List<String> PRIORITIES = List.of("primary", "secondary", "tertiary");

  private final YamlMap file;
  private final References references;
  private final Set<ProviderName> providers;

  /**
   * Prepares to read.
   *
   * @param providers who is known so far, to tell their names from those of types
   */
  MappingsReader(YamlMap file, References references, Set<ProviderName> providers) {
    this.file = file;
    this.references = references;
    this.providers = providers;
  }

  Mappings read() {
    file.knownAs(Section.MAPPINGS_FILE);
    Map<ModelName, Chain> chains = new LinkedHashMap<>();
    Chain otherwise = chains(chains);
    Strategies strategies = Strategies.read(file, new PriorityOrderReader(references, providers));
    return new Mappings(
        exact(),
        new PatternsReader(references).read(file),
        chains,
        otherwise,
        new RulesReader(references).read(file),
        new CapabilitiesReader(references, strategies).read(file),
        new BalancingReader(references, strategies).read(file),
        new MetadataRulesReader(references).read(file),
        strategies);
  }

  private Map<ModelName, ExactMatch> exact() {
    Map<ModelName, ExactMatch> exact = new LinkedHashMap<>();
    file.map("exact_matches")
        .maps()
        .forEach(
            (name, map) -> {
              ExactMatch match = match(name, map.knownAs(Section.EXACT_MATCH));
              if (match != null) {
                exact.put(match.name(), match);
              }
            });
    return exact;
  }

  private @Nullable ExactMatch match(String name, YamlMap map) {
    String provider = references.neededProvider(map);
    String backend = map.text("backend_model");
    String fallback = references.anyone(map, "fallback");
    ExactMatch.Portion portion = ExactMatch.Portion.ofOrder(order(map));
    if (provider == null || name.isBlank()) {
      return null;
    }
    ModelName model = backend == null ? null : new ModelName(backend);
    return new ExactMatch(
        new ModelName(name),
        List.of(new ExactMatch.Target(new ProviderName(provider), model, portion)),
        fallback,
        map.at());
  }

  private static int order(YamlMap map) {
    String priority = map.text("priority");
    int order = priority == null ? 1 : PRIORITIES.indexOf(priority) + 1;
    if (order == 0) {
      map.error("priority", "must be primary, secondary or tertiary");
    }
    return Math.max(order, 1);
  }

  /** Fills in the chains of names, and answers the one for all others, or null. */
  private @Nullable Chain chains(Map<ModelName, Chain> chains) {
    Chain otherwise = null;
    for (Map.Entry<String, YamlValue> entry : file.map("fallback_chains").values().entrySet()) {
      Chain chain = chain(entry.getValue());
      if (chain != null && entry.getKey().equals("default")) {
        otherwise = chain;
      } else if (chain != null && !entry.getKey().isBlank()) {
        chains.put(new ModelName(entry.getKey()), chain);
      }
    }
    return otherwise;
  }

  private @Nullable Chain chain(YamlValue value) {
    if (value.isList()) {
      return new Chain(references.anyones(value.items()), null, value.at());
    }
    YamlMap map = value.map();
    if (map == null) {
      return null;
    }
    map.knownAs(Section.CHAIN);
    if (!map.has("chain")) {
      map.error("chain", "is missing; [] ends all fallbacks");
      return null;
    }
    return new Chain(references.anyones(map.items("chain")), map.text("tier"), value.at());
  }
}
