package lab.bench.jmh;

import com.google.re2j.Pattern;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import lab.config.Balancing;
import lab.config.Balancing.Share;
import lab.config.Capability;
import lab.config.Chain;
import lab.config.Choices;
import lab.config.Choices.TagMatching;
import lab.config.Choosing;
import lab.config.Configuration;
import lab.config.Credentials;
import lab.config.DefaultRules;
import lab.config.ExactMatch;
import lab.config.HealthChecks;
import lab.config.ModelEntry;
import lab.config.PatternRule;
import lab.config.Provider;
import lab.config.ProviderStatus;
import lab.config.ProviderType;
import lab.config.RetryPolicies;
import lab.config.Settings;
import lab.config.SpecialCases;
import lab.config.Strategy;
import lab.config.TimeLimits;
import lab.config.condition.Condition;
import lab.config.condition.Fact;
import lab.config.condition.Facts;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.SourceRef;

/** A configuration of any size, to decide by. */
final class PlannerSetup {
  static final String BALANCED = "balanced";
  static final String CAPABILITY = "capability";

  private static final ProviderName ONE = new ProviderName("p");
  private static final ProviderName OTHER = new ProviderName("q");

  private PlannerSetup() {}

  /** As many exact names, a tenth as many patterns, a twenty-fifth as many chains. */
  static Configuration configuration(int names) {
    List<ModelEntry> models = IntStream.range(0, names).mapToObj(i -> entry("model-" + i)).toList();
    Map<ProviderName, Provider> providers = new LinkedHashMap<>();
    providers.put(ONE, provider(ONE, models));
    providers.put(OTHER, provider(OTHER, List.of(entry("other"))));
    Map<ModelName, ExactMatch> exact = new LinkedHashMap<>();
    models.forEach(model -> exact.put(model.name(), exact(model.name())));
    List<PatternRule> patterns =
        IntStream.range(0, names / 10).mapToObj(PlannerSetup::pattern).toList();
    Chain chain = new Chain(List.of("model-1", "model-2"), null, SourceRef.BUILT_IN);
    Map<ModelName, Chain> chains = new LinkedHashMap<>();
    IntStream.range(0, names / 25).forEach(i -> chains.put(models.get(i).name(), chain));
    chains.put(new ModelName("model-120"), chain);
    return new Configuration(
        providers,
        exact,
        patterns,
        chains,
        chain,
        new DefaultRules(ONE, null, null, List.of(), SourceRef.BUILT_IN),
        choices(),
        Settings.DEFAULT,
        HealthChecks.DEFAULT);
  }

  private static ModelEntry entry(String name) {
    return new ModelEntry(
        new ModelName(name), 7.0, 8192, null, TimeLimits.UNSAID, SourceRef.BUILT_IN);
  }

  private static Provider provider(ProviderName name, List<ModelEntry> models) {
    return new Provider(
        name,
        ProviderType.OPENAI_COMPATIBLE,
        URI.create("http://127.0.0.1:1"),
        ProviderStatus.ACTIVE,
        models,
        new Credentials.NotNeeded(),
        TimeLimits.UNSAID,
        null,
        null,
        Map.of(),
        SourceRef.BUILT_IN);
  }

  private static ExactMatch exact(ModelName name) {
    return new ExactMatch(
        name, List.of(new ExactMatch.Target(ONE, null)), null, SourceRef.BUILT_IN);
  }

  private static PatternRule pattern(int number) {
    return new PatternRule(
        Pattern.compile("^family-" + number + "/.*"), ONE, null, SourceRef.BUILT_IN);
  }

  private static Choices choices() {
    Choosing smooth =
        new Choosing(
            Strategy.ROUND_ROBIN, "", List.of(), Choosing.Score.DEFAULT, SourceRef.BUILT_IN);
    ModelName balanced = new ModelName(BALANCED);
    Balancing entry =
        new Balancing(
            balanced,
            List.of(share(ONE, Fact.TOKENS), share(OTHER, Fact.REQUEST_COUNT)),
            smooth,
            Balancing.DEFAULT_SATURATION,
            true,
            SourceRef.BUILT_IN);
    Capability capability =
        new Capability(
            CAPABILITY,
            List.of("model-7", "model-8", "other"),
            null,
            null,
            smooth,
            null,
            null,
            Map.of(),
            Map.of(),
            SourceRef.BUILT_IN);
    return new Choices(
        Map.of(CAPABILITY, capability),
        Map.of(balanced, entry),
        List.of(),
        SpecialCases.DEFAULT,
        Choosing.DEFAULT,
        true,
        TagMatching.OFF,
        Map.of(),
        Map.of(),
        List.of(),
        Map.of(),
        RetryPolicies.NONE,
        null);
  }

  private static Share share(ProviderName provider, Fact fact) {
    return new Share(provider, null, 0.5, new AtLeast(fact));
  }

  /** {@code fact >= 0}. */
  private record AtLeast(Fact fact) implements Condition {
    @Override
    public boolean holds(Facts facts) {
      return facts.number(fact) >= 0;
    }

    @Override
    public String written() {
      return fact.label() + " >= 0";
    }

    @Override
    public Set<Fact> facts() {
      return Set.of(fact);
    }

    @Override
    public Set<String> headers() {
      return Set.of();
    }

    @Override
    public Set<String> metadata() {
      return Set.of();
    }
  }
}
