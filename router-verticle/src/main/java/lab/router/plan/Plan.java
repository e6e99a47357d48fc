package lab.router.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import lab.config.Chain;
import lab.config.Configuration;
import lab.config.DefaultRules;
import lab.config.ExactMatch;
import lab.config.PatternRule;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.SourceRef;
import org.jspecify.annotations.Nullable;

/** A configuration compiled for deciding: every look-up that can be made beforehand is made. */
public final class Plan {
  private final Configuration configuration;
  private final Map<ProviderName, Backend> backends = new LinkedHashMap<>();
  private final Map<ModelName, List<Backend>> listedBy = new HashMap<>();

  private Plan(Configuration configuration) {
    this.configuration = configuration;
    configuration
        .providers()
        .forEach((name, provider) -> backends.put(name, new Backend(provider)));
    for (Backend backend : backends.values()) {
      backend.provider().models().stream()
          .map(entry -> listedBy.computeIfAbsent(entry.name(), name -> new ArrayList<>()))
          .filter(already -> !already.contains(backend))
          .forEach(already -> already.add(backend));
    }
    requireKnownProviders();
  }

  /**
   * Compiles a configuration.
   *
   * @throws IllegalArgumentException where a rule names a provider that there is not; a loaded
   *     configuration has no such rule
   */
  public static Plan of(Configuration configuration) {
    return new Plan(configuration);
  }

  private void requireKnownProviders() {
    Stream<ProviderName> targets =
        configuration.exact().values().stream()
            .flatMap(exact -> exact.targets().stream())
            .map(ExactMatch.Target::provider);
    Stream<ProviderName> patterns = configuration.patterns().stream().map(PatternRule::provider);
    Stream<ProviderName> sizes =
        configuration.defaults().bySize().stream().map(DefaultRules.SizeRule::provider);
    Stream<ProviderName> last = Stream.ofNullable(configuration.defaults().provider());
    Stream.of(targets, patterns, sizes, last)
        .flatMap(names -> names)
        .filter(name -> !backends.containsKey(name))
        .findFirst()
        .ifPresent(Plan::refuse);
  }

  private static void refuse(ProviderName missing) {
    throw new IllegalArgumentException("a rule names provider " + missing + "; there is none");
  }

  /** Every provider, in file order. */
  Collection<Backend> backends() {
    return Collections.unmodifiableCollection(backends.values());
  }

  /** A provider that a rule names. */
  Backend backend(ProviderName name) {
    return Objects.requireNonNull(backends.get(name), name::value);
  }

  /** The provider that an entry of a chain or a fallback names, or null where it names none. */
  @Nullable Backend backendNamed(String entry) {
    return backends.get(new ProviderName(entry));
  }

  /** Whether the configuration names this model, so that there is a bounded number of such. */
  boolean knows(ModelName name) {
    return configuration.exact().containsKey(name) || listedBy.containsKey(name);
  }

  @Nullable ExactMatch exact(ModelName name) {
    return configuration.exact().get(name);
  }

  /** Providers whose file list has the name, whatever their state, in file order. */
  List<Backend> listedBy(ModelName name) {
    return listedBy.getOrDefault(name, List.of());
  }

  List<PatternRule> patterns() {
    return configuration.patterns();
  }

  @Nullable Chain chain(ModelName name) {
    return configuration.chains().get(name);
  }

  @Nullable Chain defaultChain() {
    return configuration.defaultChain();
  }

  DefaultRules defaults() {
    return configuration.defaults();
  }

  /** Where the default stage stands. */
  SourceRef defaultsAt() {
    return configuration.defaults().at();
  }
}
