package lab.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.SourceRef;
import org.jspecify.annotations.Nullable;

/** Reads a LiteLLM {@code model_list}: it adds the names that the other files do not have. */
final class ModelListReader {
  private static final int MOST_PARALLEL = 1_000_000;

  private final ListedServers servers;
  private final Set<String> taken = new HashSet<>();
  private final Mappings mappings;
  private final Map<String, List<ExactMatch.Target>> targets = new LinkedHashMap<>();
  private final Map<String, SourceRef> places = new HashMap<>();
  private final Set<String> ignored;
  private @Nullable Integer parallel;

  /**
   * Prepares to add to what the other files have.
   *
   * @param ignored receives the names that mean something else in {@code model-mappings.yaml}
   */
  ModelListReader(Map<ProviderName, Provider> providers, Mappings mappings, Set<String> ignored) {
    this.servers = new ListedServers(providers);
    this.mappings = mappings;
    this.ignored = ignored;
    for (Provider provider : providers.values()) {
      provider.models().forEach(model -> taken.add(model.name().value()));
    }
    mappings.exact().keySet().forEach(name -> taken.add(name.value()));
  }

  void read(YamlMap file) {
    parallel = file.map("router_settings").whole("default_max_parallel_requests", 1, MOST_PARALLEL);
    for (YamlValue item : file.items("model_list")) {
      YamlMap entry = item.map();
      if (entry != null) {
        read(entry.knownAs(Section.MODEL_LIST_ENTRY), item);
      }
    }
  }

  private void read(YamlMap entry, YamlValue item) {
    YamlMap parameters = entry.map("litellm_params").knownAs(Section.LITELLM_PARAMS);
    entry.map("model_info").knownAs(Section.MODEL_INFO);
    String name = entry.neededText("model_name");
    if (name == null || taken.contains(name)) {
      return;
    }
    if (mappings.speaksOf(name)) {
      ignored.add(name);
      return;
    }
    ModelListEntry served = ModelListEntry.read(entry);
    if (served == null || !areStarsFit(name, served.model(), entry)) {
      return;
    }
    ProviderName provider = servers.of(served, item.at());
    if (!isWildcard(served.model())) {
      servers.list(provider, model(served, item.at()));
    }
    places.putIfAbsent(name, item.at());
    targets
        .computeIfAbsent(name, first -> new ArrayList<>())
        .add(
            new ExactMatch.Target(
                provider,
                served.model().equals(name) && !isWildcard(name)
                    ? null
                    : new ModelName(served.model()),
                PortionReader.read(parameters, parallel)));
  }

  private static ModelEntry model(ModelListEntry served, SourceRef at) {
    return new ModelEntry(
        new ModelName(served.model()),
        null,
        served.contextLength(),
        null,
        Prices.ofParameters(served.parameters()),
        TimeReader.ofParameters(served.parameters()),
        at);
  }

  private static boolean areStarsFit(String name, String model, YamlMap entry) {
    if (stars(name) > 1) {
      entry.error("model_name", "has more than one *");
      return false;
    }
    if (stars(model) > stars(name)) {
      entry
          .map("litellm_params")
          .error("model", "has a * that nothing fills: model_name has none for it");
      return false;
    }
    return true;
  }

  private static long stars(String name) {
    return name.chars().filter(c -> c == '*').count();
  }

  private static boolean isWildcard(String name) {
    return name.indexOf('*') >= 0;
  }

  /** The providers it makes, and those of which it knows further models. */
  Collection<Provider> providers() {
    return servers.changed();
  }

  /** The names it adds. */
  Map<ModelName, ExactMatch> exact() {
    Map<ModelName, ExactMatch> exact = new LinkedHashMap<>();
    targets.forEach(
        (name, all) -> {
          if (!isWildcard(name)) {
            ModelName model = new ModelName(name);
            exact.put(model, new ExactMatch(model, all, null, place(name)));
          }
        });
    return exact;
  }

  /** Those of them that stand for many. */
  List<Wildcard> wildcards() {
    List<Wildcard> wildcards = new ArrayList<>();
    targets.forEach(
        (name, all) -> {
          int star = name.indexOf('*');
          if (star >= 0) {
            wildcards.add(
                new Wildcard(name.substring(0, star), name.substring(star + 1), all, place(name)));
          }
        });
    return wildcards;
  }

  private SourceRef place(String name) {
    return places.getOrDefault(name, SourceRef.BUILT_IN);
  }
}
