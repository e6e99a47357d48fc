package lab.router.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import lab.config.Alias;
import lab.config.Balancing;
import lab.config.Capability;
import lab.config.Chain;
import lab.config.Choices;
import lab.config.Configuration;
import lab.config.DefaultRules;
import lab.config.ExactMatch;
import lab.config.MetadataRule;
import lab.config.PatternRule;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.RouteQuery;
import lab.contract.SourceRef;
import org.jspecify.annotations.Nullable;

/** A configuration compiled for deciding: every look-up that can be made beforehand is made. */
public final class Plan {
  private final Configuration configuration;
  private final Map<ProviderName, Backend> backends = new LinkedHashMap<>();
  private final Map<ModelName, List<Backend>> listedBy = new HashMap<>();
  private final List<Backend> usable;
  private final PatternIndex patterns;
  private final Tags tags;

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
    usable = backends.values().stream().filter(backend -> backend.barred() == null).toList();
    patterns = new PatternIndex(configuration.patterns());
    tags = new Tags(configuration.choices().tags());
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
    Stream.of(targets, patterns, sizes, last, chosen(configuration.choices()))
        .flatMap(names -> names)
        .filter(name -> !backends.containsKey(name))
        .findFirst()
        .ifPresent(Plan::refuse);
  }

  private static Stream<ProviderName> chosen(Choices choices) {
    Stream<ProviderName> shares =
        choices.balancing().values().stream()
            .flatMap(entry -> entry.shares().stream())
            .map(Balancing.Share::provider);
    Stream<ProviderName> capable =
        choices.capabilities().values().stream().map(Capability::provider).filter(Objects::nonNull);
    Stream<ProviderName> meant = choices.metadataRules().stream().map(MetadataRule::provider);
    Stream<ProviderName> wild =
        choices.wildcards().stream()
            .flatMap(wildcard -> wildcard.targets().stream())
            .map(ExactMatch.Target::provider);
    return Stream.of(shares, capable, meant, wild).flatMap(names -> names);
  }

  private static void refuse(ProviderName missing) {
    throw new IllegalArgumentException("a rule names provider " + missing + "; there is none");
  }

  /** Every provider that may be asked at all, in file order. */
  List<Backend> usable() {
    return usable;
  }

  /** A provider that a rule names. */
  Backend backend(ProviderName name) {
    return Objects.requireNonNull(backends.get(name), name::value);
  }

  /**
   * The provider that an entry of a chain, a capability or a fallback names, or null where it names
   * none. A name that is a model's too means the model.
   */
  @Nullable Backend providerNamed(String entry) {
    return knows(new ModelName(entry)) ? null : backends.get(new ProviderName(entry));
  }

  /** Whether the configuration names this model, so that there is a bounded number of such. */
  boolean knows(ModelName name) {
    return configuration.exact().containsKey(name)
        || listedBy.containsKey(name)
        || choices().balancing().containsKey(name)
        || choices().aliases().containsKey(name)
        || choices().capabilities().containsKey(name.value());
  }

  /** What a name is routed as: itself, or what it is an alias of. */
  ModelName meant(ModelName name) {
    Alias alias = choices().aliases().get(name);
    return alias == null ? name : alias.target();
  }

  /** The same question, of what its name stands for. */
  RouteQuery meant(RouteQuery query) {
    ModelName name = query.model();
    Alias alias = name == null ? null : choices().aliases().get(name);
    return alias == null
        ? query
        : new RouteQuery(
            query.call(),
            query.operation(),
            alias.target(),
            query.streamed(),
            query.capability(),
            query.facts(),
            query.fallbacks(),
            query.fallbacksDisabled());
  }

  /** What chooses among several. */
  Choices choices() {
    return configuration.choices();
  }

  /** How tags choose. */
  Tags tags() {
    return tags;
  }

  @Nullable Capability capability(String name) {
    return choices().capabilities().get(name);
  }

  @Nullable Balancing balancing(ModelName name) {
    return choices().balancing().get(name);
  }

  @Nullable ExactMatch exact(ModelName name) {
    return configuration.exact().get(name);
  }

  /** Providers whose file list has the name, whatever their state, in file order. */
  List<Backend> listedBy(ModelName name) {
    return listedBy.getOrDefault(name, List.of());
  }

  /** The first pattern in file order that matches from the start of the name, or null. */
  @Nullable PatternRule pattern(String name) {
    return patterns.first(name);
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
