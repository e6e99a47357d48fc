package lab.config;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lab.contract.ModelName;
import org.jspecify.annotations.Nullable;

/** Every name that something else may refer to, over all files. */
final class Names {
  private final Map<String, Provider> providers = new HashMap<>();
  private final Set<String> known = new HashSet<>();
  private final Set<String> served = new HashSet<>();
  private final Map<String, List<ModelEntry>> entries = new HashMap<>();
  private final Map<String, String> backends = new HashMap<>();
  private final List<Wildcard> wildcards;
  private final List<Taker> patterns;

  /**
   * A pattern.
   *
   * @param head what every name that it takes begins with: most names need no more than a look
   */
  private record Taker(String head, Pattern pattern) {
    boolean takes(String name) {
      return name.startsWith(head) && pattern.matcher(name).lookingAt();
    }
  }

  /**
   * Collects them.
   *
   * @param exact of all files, those of a {@code model_list} included
   * @param choices has wildcards, which stand for many, and aliases
   * @param mappings capabilities and balancing entries have names too
   */
  Names(
      Collection<Provider> all, Collection<ExactMatch> exact, Choices choices, Mappings mappings) {
    this.wildcards = choices.wildcards();
    this.patterns =
        mappings.patterns().stream()
            .map(PatternRule::pattern)
            .map(pattern -> new Taker(PatternShadows.head(pattern.pattern()), pattern))
            .toList();
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
    mappings.capabilities().keySet().forEach(name -> note(name, true));
    mappings.balancing().keySet().forEach(name -> note(name.value(), true));
    for (Alias alias : choices.aliases().values()) {
      String target = alias.target().value();
      note(alias.name().value(), isServed(target));
      backends.put(alias.name().value(), backends.getOrDefault(target, target));
    }
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

  /** Whether somebody bears the name, or a wildcard covers it. */
  boolean knows(String name) {
    return known.contains(name) || wildcard(name) != null;
  }

  /** Whether a client may well ask for the name: somebody bears it, or a pattern takes it. */
  boolean isAskedFor(String name) {
    return knows(name) || patterns.stream().anyMatch(pattern -> pattern.takes(name));
  }

  /** Whether an active provider stands behind the name. */
  boolean isServed(String name) {
    Wildcard wildcard = known.contains(name) ? null : wildcard(name);
    return served.contains(name)
        || (wildcard != null && wildcard.targets().stream().anyMatch(this::isServed));
  }

  private @Nullable Wildcard wildcard(String name) {
    if (name.isEmpty()) {
      return null;
    }
    ModelName model = new ModelName(name);
    return wildcards.stream().filter(each -> each.covers(model)).findFirst().orElse(null);
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
