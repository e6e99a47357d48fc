package lab.gateway.limit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lab.config.Configuration;
import lab.config.ModelEntry;
import lab.contract.Candidate;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one configuration's models and providers. Immutable.
 *
 * @param models by the name that providers are asked under
 * @param names by a name that no provider lists, as clients ask for it
 * @param providers by name
 */
record Table(
    Map<ModelName, Meters> models,
    Map<ModelName, Meters> names,
    Map<ProviderName, Meters> providers) {
  static final Table EMPTY = new Table(Map.of(), Map.of(), Map.of());

  static Table of(Configuration configuration, Pool pool) {
    Set<ModelName> listed =
        configuration.providers().values().stream()
            .flatMap(provider -> provider.models().stream())
            .map(ModelEntry::name)
            .collect(Collectors.toSet());
    Map<ModelName, Meters> models = new HashMap<>();
    Map<ModelName, Meters> names = new HashMap<>();
    configuration
        .settings()
        .rates()
        .models()
        .forEach(
            (name, limit) -> {
              Meters meters = Meters.of(Limit.Scope.MODEL, name.value(), name.value(), limit, pool);
              models.put(name, meters);
              if (!listed.contains(name)) {
                names.put(name, meters);
              }
            });
    Map<ProviderName, Meters> providers = new HashMap<>();
    configuration
        .settings()
        .rates()
        .providers()
        .forEach(
            (name, limit) ->
                providers.put(
                    name,
                    Meters.of(Limit.Scope.PROVIDER, name.value(), name.value(), limit, pool)));
    return new Table(Map.copyOf(models), Map.copyOf(names), Map.copyOf(providers));
  }

  boolean isEmpty() {
    return models.isEmpty() && providers.isEmpty();
  }

  /** What limits an attempt: first what limits its model, then its provider. */
  List<Meters> of(Candidate candidate, @Nullable ModelName asked) {
    List<Meters> all = new ArrayList<>(2);
    add(all, model(candidate, asked));
    add(all, providers.get(candidate.provider()));
    return all;
  }

  private @Nullable Meters model(Candidate candidate, @Nullable ModelName asked) {
    Meters own = models.get(candidate.model());
    return own != null || asked == null ? own : names.get(asked);
  }

  private static void add(List<Meters> all, @Nullable Meters one) {
    if (one != null) {
      all.add(one);
    }
  }
}
