package lab.router.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lab.config.Alias;
import lab.config.Balancing;
import lab.config.Balancing.Share;
import lab.config.Capability;
import lab.config.Capability.ContextNeed;
import lab.config.Chain;
import lab.config.Choices;
import lab.config.Choices.TagMatching;
import lab.config.Choosing;
import lab.config.Choosing.Preferred;
import lab.config.Choosing.Score;
import lab.config.Complexity;
import lab.config.ExactMatch.Target;
import lab.config.MetadataRule;
import lab.config.RetryPolicies;
import lab.config.SpecialCases;
import lab.config.Strategy;
import lab.config.Wildcard;
import lab.config.condition.Condition;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.SourceRef;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration written in a test chooses by. Exact names are served in the list's order.
 */
public final class Choosings {
  private final Map<String, Capability> capabilities = new LinkedHashMap<>();
  private final Map<ModelName, Balancing> balancing = new LinkedHashMap<>();
  private final List<MetadataRule> metadataRules = new ArrayList<>();
  private final List<Wildcard> wildcards = new ArrayList<>();
  private final Map<ModelName, Alias> aliases = new LinkedHashMap<>();
  private final Map<ModelName, Chain> onTooLong = new LinkedHashMap<>();
  private final Map<ModelName, Chain> onFiltered = new LinkedHashMap<>();
  private Choosing exact = by(Strategy.IN_ORDER);
  private TagMatching tags = TagMatching.OFF;
  private boolean preCallChecks = true;
  private @Nullable Integer maxFallbacks;
  private boolean preferWarm;
  private boolean preferLocal;

  /** A strategy as an entry names it. */
  public static Choosing by(Strategy strategy, Preferred... first) {
    return new Choosing(strategy, strategy.names().getFirst(), List.of(first), Score.DEFAULT, at());
  }

  /** One who takes part, written {@code provider} or {@code provider=preferred model}. */
  public static Share share(String written, double weight, @Nullable Condition condition) {
    String[] parts = written.split("=", 2);
    return new Share(
        new ProviderName(parts[0]),
        parts.length == 2 ? new ModelName(parts[1]) : null,
        weight,
        condition);
  }

  public static Share share(String written, double weight) {
    return share(written, weight, null);
  }

  public Choosings balancing(String name, Strategy strategy, Share... shares) {
    return balancing(name, by(strategy), true, shares);
  }

  public Choosings balancing(String name, Choosing choosing, boolean raises, Share... shares) {
    ModelName model = new ModelName(name);
    balancing.put(
        model,
        new Balancing(
            model, List.of(shares), choosing, Balancing.DEFAULT_SATURATION, raises, at()));
    return this;
  }

  public Choosings capability(String name, Strategy strategy, String... preferred) {
    return capability(
        new Capability(
            name,
            List.of(preferred),
            null,
            null,
            by(strategy),
            null,
            null,
            Map.of(),
            Map.of(),
            at()));
  }

  public Choosings byComplexity(String name, String low, String medium, String high) {
    return capability(
        new Capability(
            name,
            List.of(high, medium, low),
            null,
            null,
            by(Strategy.COMPLEXITY_BASED),
            null,
            null,
            Map.of(Complexity.LOW, low, Complexity.MEDIUM, medium, Complexity.HIGH, high),
            Map.of(),
            at()));
  }

  public Choosings byContext(String name, String standard, String complex, String large) {
    return capability(
        new Capability(
            name,
            List.of(complex, large, standard),
            null,
            null,
            by(Strategy.CONTEXT_BASED),
            null,
            null,
            Map.of(),
            Map.of(
                ContextNeed.STANDARD,
                standard,
                ContextNeed.COMPLEX,
                complex,
                ContextNeed.LARGE,
                large),
            at()));
  }

  /** A capability with all that {@code min_model_size} and {@code min_context} may say. */
  public Choosings filtered(
      String name, @Nullable Double size, @Nullable Integer context, String... preferred) {
    return capability(
        new Capability(
            name,
            List.of(preferred),
            null,
            null,
            by(Strategy.IN_ORDER),
            size,
            context,
            Map.of(),
            Map.of(),
            at()));
  }

  /** A capability that a provider serves. */
  public Choosings served(String name, String provider, @Nullable String fallback) {
    return capability(
        new Capability(
            name,
            List.of(),
            new ProviderName(provider),
            fallback,
            by(Strategy.IN_ORDER),
            null,
            null,
            Map.of(),
            Map.of(),
            at()));
  }

  private Choosings capability(Capability capability) {
    capabilities.put(capability.name(), capability);
    return this;
  }

  public Choosings metadataRule(String name, String provider, Condition condition) {
    metadataRules.add(new MetadataRule(name, new ProviderName(provider), condition, at()));
    return this;
  }

  public Choosings wildcard(String written, String provider, String backendModel) {
    int star = written.indexOf('*');
    Target target = new Target(new ProviderName(provider), new ModelName(backendModel));
    wildcards.add(
        new Wildcard(
            written.substring(0, star), written.substring(star + 1), List.of(target), at()));
    return this;
  }

  public Choosings onTooLong(String name, String... entries) {
    onTooLong.put(new ModelName(name), new Chain(List.of(entries), null, at()));
    return this;
  }

  public Choosings onFiltered(String name, String... entries) {
    onFiltered.put(new ModelName(name), new Chain(List.of(entries), null, at()));
    return this;
  }

  public Choosings exactBy(Strategy strategy) {
    exact = by(strategy);
    return this;
  }

  public Choosings tags(TagMatching matching) {
    tags = matching;
    return this;
  }

  public Choosings withoutPreCallChecks() {
    preCallChecks = false;
    return this;
  }

  public Choosings alias(String name, String target) {
    ModelName alias = new ModelName(name);
    aliases.put(alias, new Alias(alias, new ModelName(target), false));
    return this;
  }

  public Choosings maxFallbacks(int most) {
    maxFallbacks = most;
    return this;
  }

  public Choosings preferWarm() {
    preferWarm = true;
    return this;
  }

  public Choosings preferLocal() {
    preferLocal = true;
    return this;
  }

  Choices choices() {
    return new Choices(
        capabilities,
        balancing,
        metadataRules,
        new SpecialCases(
            Duration.ofSeconds(60), SpecialCases.Errors.DEFAULT, preferWarm, preferLocal),
        exact,
        preCallChecks,
        tags,
        onTooLong,
        onFiltered,
        wildcards,
        aliases,
        RetryPolicies.NONE,
        maxFallbacks);
  }

  private static SourceRef at() {
    return new SourceRef("model-mappings.yaml", 50, 3);
  }
}
