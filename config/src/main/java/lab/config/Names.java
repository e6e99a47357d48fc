package lab.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import lab.contract.ModelName;
import org.jspecify.annotations.Nullable;

/** Every name that something else may refer to, over all files. */
final class Names {
  private final Map<String, Provider> providers = new HashMap<>();
  private final Set<String> known = new HashSet<>();
  private final Set<String> served = new HashSet<>();
  private final Map<String, List<ModelEntry>> entries = new HashMap<>();
  private final Map<String, String> backends = new HashMap<>();

  /**
   * Collects them.
   *
   * @param exact of all files, those of a {@code model_list} included
   * @param further names of capabilities and balancing entries
   */
  Names(Collection<Provider> all, Collection<ExactMatch> exact, Stream<String> further) {
    for (Provider provider : all) {
      providers.put(provider.name().value(), provider);
      note(provider.name().value(), isServed(provider));
      for (ModelEntry model : provider.models()) {
        note(model.name().value(), isServed(provider));
        entries.computeIfAbsent(model.name().value(), name -> new ArrayList<>()).add(model);
      }
    }
    for (ExactMatch match : exact) {
      note(match.name().value(), match.targets().stream().anyMatch(this::isServed));
      backends.put(match.name().value(), modelOf(match).value());
    }
    further.forEach(name -> note(name, true));
  }

  private void note(String name, boolean isServed) {
    known.add(name);
    if (isServed) {
      served.add(name);
    }
  }

  private static ModelName modelOf(ExactMatch match) {
    ModelName model = match.targets().getFirst().backendModel();
    return model == null ? match.name() : model;
  }

  private boolean isServed(ExactMatch.Target target) {
    Provider provider = providers.get(target.provider().value());
    return provider != null && isServed(provider);
  }

  private static boolean isServed(Provider provider) {
    return provider.status() == ProviderStatus.ACTIVE;
  }

  /** A provider, of any status, or null. */
  @Nullable Provider provider(String name) {
    return providers.get(name);
  }

  Set<String> providers() {
    return providers.keySet();
  }

  /** Every name of a model, an exact match, a provider, a capability or a balancing entry. */
  Set<String> all() {
    return known;
  }

  /** Whether an active provider stands behind the name. */
  boolean isServed(String name) {
    return served.contains(name);
  }

  /** Billions of parameters, as some provider's list has it; null where none does. */
  @Nullable Double size(String name) {
    if (providers.containsKey(name)) {
      return null;
    }
    for (ModelEntry model : models(name)) {
      if (model.size() != null) {
        return model.size();
      }
    }
    return null;
  }

  /** The models that a name stands for: a provider's list, or the entries of that model. */
  List<ModelEntry> models(String name) {
    Provider provider = providers.get(name);
    return provider != null
        ? provider.models()
        : entries.getOrDefault(backends.getOrDefault(name, name), List.of());
  }
}
