package lab.router.plan;

import com.google.re2j.Pattern;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lab.config.Chain;
import lab.config.Configuration;
import lab.config.Credentials;
import lab.config.DefaultRules;
import lab.config.DefaultRules.SizeRule;
import lab.config.ExactMatch;
import lab.config.ExactMatch.Target;
import lab.config.HealthChecks;
import lab.config.ModelEntry;
import lab.config.PatternRule;
import lab.config.Provider;
import lab.config.ProviderStatus;
import lab.config.ProviderType;
import lab.config.Secret;
import lab.config.Settings;
import lab.config.TimeLimits;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.SourceRef;
import org.jspecify.annotations.Nullable;

/** A configuration written in a test, in the order of its files. */
public final class Rules {
  private final Map<ProviderName, Provider> providers = new LinkedHashMap<>();
  private final Map<ModelName, ExactMatch> exact = new LinkedHashMap<>();
  private final List<PatternRule> patterns = new ArrayList<>();
  private final Map<ModelName, Chain> chains = new LinkedHashMap<>();
  private final List<SizeRule> sizes = new ArrayList<>();
  private @Nullable Chain defaultChain;
  private @Nullable String defaultProvider;
  private @Nullable String defaultFallback;
  private @Nullable String defaultModel;
  private Choosings choosing = new Choosings();
  private int line = 1;

  /** Two servers, {@code a} and {@code b}, of the same model, {@code m}. */
  static Rules twoBoxes() {
    return new Rules()
        .provider("a", ProviderType.OPENAI_COMPATIBLE, "m")
        .provider("b", ProviderType.OPENAI_COMPATIBLE, "m");
  }

  /**
   * An active provider that needs no key. Models are written {@code name}, {@code name=specialty}
   * or {@code name@context=specialty}.
   */
  public Rules provider(String name, ProviderType type, String... models) {
    return provider(
        name,
        type,
        "http://127.0.0.1:1",
        ProviderStatus.ACTIVE,
        new Credentials.NotNeeded(),
        models);
  }

  public Rules disabled(String name, ProviderType type, String... models) {
    return provider(
        name,
        type,
        "http://127.0.0.1:1",
        ProviderStatus.DISABLED,
        new Credentials.NotNeeded(),
        models);
  }

  public Rules withoutKey(String name, String variable, String... models) {
    return provider(
        name,
        ProviderType.OPENAI,
        "http://127.0.0.1:1",
        ProviderStatus.ACTIVE,
        new Credentials.Missing(variable),
        models);
  }

  public Rules withKey(String name, ProviderType type, String... models) {
    return provider(
        name,
        type,
        "http://127.0.0.1:1",
        ProviderStatus.ACTIVE,
        new Credentials.Key(new Secret("sk-1")),
        models);
  }

  public Rules cloud(String name, String... models) {
    return provider(
        name,
        ProviderType.OLLAMA,
        "https://ollama.com",
        ProviderStatus.ACTIVE,
        new Credentials.NotNeeded(),
        models);
  }

  private Rules provider(
      String name,
      ProviderType type,
      String base,
      ProviderStatus status,
      Credentials credentials,
      String... models) {
    ProviderName key = new ProviderName(name);
    providers.put(
        key,
        new Provider(
            key,
            type,
            URI.create(base),
            status,
            Stream.of(models).map(this::entry).toList(),
            credentials,
            TimeLimits.UNSAID,
            null,
            null,
            Map.of(),
            in("providers.yaml")));
    return this;
  }

  private ModelEntry entry(String written) {
    String[] parts = written.split("=", 2);
    String[] name = parts[0].split("@", 2);
    return new ModelEntry(
        new ModelName(name[0]),
        null,
        name.length == 2 ? Integer.valueOf(name[1]) : null,
        parts.length == 2 ? parts[1] : null,
        TimeLimits.UNSAID,
        in("providers.yaml"));
  }

  /** Targets are written {@code provider} or {@code provider=backend model}. */
  public Rules exact(String name, @Nullable String fallback, String... targets) {
    exact.put(
        new ModelName(name),
        new ExactMatch(
            new ModelName(name),
            Stream.of(targets).map(Rules::target).toList(),
            fallback,
            in("model-mappings.yaml")));
    return this;
  }

  /** An exact name whose servers take portions of the traffic. */
  public Rules exact(String name, Target... targets) {
    exact.put(
        new ModelName(name),
        new ExactMatch(new ModelName(name), List.of(targets), null, in("model-mappings.yaml")));
    return this;
  }

  private static Target target(String written) {
    String[] parts = written.split("=", 2);
    return new Target(
        new ProviderName(parts[0]), parts.length == 2 ? new ModelName(parts[1]) : null);
  }

  public Rules pattern(String regex, String provider, @Nullable String fallback) {
    patterns.add(
        new PatternRule(
            Pattern.compile(regex),
            new ProviderName(provider),
            fallback,
            in("model-mappings.yaml")));
    return this;
  }

  public Rules chain(String name, String... entries) {
    chains.put(
        new ModelName(name), new Chain(List.of(entries), "local", in("model-mappings.yaml")));
    return this;
  }

  public Rules defaultChain(String... entries) {
    defaultChain = new Chain(List.of(entries), "universal", in("model-mappings.yaml"));
    return this;
  }

  /** From {@code above}, exclusive, up to {@code upTo}, inclusive. */
  public Rules size(double above, double upTo, String provider, @Nullable String fallback) {
    sizes.add(
        new SizeRule(
            above,
            false,
            upTo,
            true,
            new ProviderName(provider),
            fallback,
            in("model-mappings.yaml")));
    return this;
  }

  public Rules defaultProvider(String provider) {
    defaultProvider = provider;
    return this;
  }

  public Rules defaultFallback(String name) {
    defaultFallback = name;
    return this;
  }

  public Rules defaultModel(String name) {
    defaultModel = name;
    return this;
  }

  /** What it chooses by. */
  public Rules choosing(Choosings by) {
    choosing = by;
    return this;
  }

  public Configuration configuration() {
    DefaultRules defaults =
        new DefaultRules(
            defaultProvider == null ? null : new ProviderName(defaultProvider),
            defaultFallback,
            defaultModel == null ? null : new ModelName(defaultModel),
            sizes,
            new SourceRef("model-mappings.yaml", 99, 1));
    return new Configuration(
        providers,
        exact,
        patterns,
        chains,
        defaultChain,
        defaults,
        choosing.choices(),
        Settings.DEFAULT,
        HealthChecks.DEFAULT);
  }

  public Plan plan() {
    return Plan.of(configuration());
  }

  private SourceRef in(String file) {
    return new SourceRef(file, line++, 1);
  }
}
