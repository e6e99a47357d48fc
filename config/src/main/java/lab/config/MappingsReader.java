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
  private static final Set<String> PRIORITIES = Set.of("primary", "secondary", "tertiary");

  private final YamlMap file;
  private final References references;

  MappingsReader(YamlMap file, References references) {
    this.file = file;
    this.references = references;
  }

  Mappings read() {
    file.knownAs(Section.MAPPINGS_FILE);
    Map<ModelName, Chain> chains = new LinkedHashMap<>();
    Chain otherwise = chains(chains);
    Mappings mappings =
        new Mappings(
            exact(),
            new PatternsReader(references).read(file),
            chains,
            otherwise,
            new RulesReader(references).read(file),
            file.map("capabilities").values().keySet(),
            file.map("load_balancing").values().keySet(),
            ChoicesReader.strategies(file));
    new ChoicesReader(file, references).check();
    return mappings;
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
    String priority = map.text("priority");
    if (priority != null && !PRIORITIES.contains(priority)) {
      map.error("priority", "must be primary, secondary or tertiary");
    }
    if (provider == null || name.isBlank()) {
      return null;
    }
    ModelName model = backend == null ? null : new ModelName(backend);
    return new ExactMatch(
        new ModelName(name),
        List.of(new ExactMatch.Target(new ProviderName(provider), model)),
        fallback,
        map.at());
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
