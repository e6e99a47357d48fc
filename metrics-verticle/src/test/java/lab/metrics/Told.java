package lab.metrics;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lab.config.Choices;
import lab.config.Configuration;
import lab.config.Credentials;
import lab.config.DefaultRules;
import lab.config.ExactMatch;
import lab.config.HealthChecks;
import lab.config.ModelEntry;
import lab.config.Provider;
import lab.config.ProviderStatus;
import lab.config.ProviderType;
import lab.config.Settings;
import lab.config.TimeLimits;
import lab.contract.AttemptOutcome;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.CallFinished;
import lab.contract.CallId;
import lab.contract.Candidate;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.contract.ProviderName;
import lab.contract.SourceRef;
import lab.contract.Stage;
import lab.contract.Usage;
import org.jspecify.annotations.Nullable;

/** What gateways tell, and the configuration they tell it of, written in a test. */
public final class Told {
  private static final SourceRef AT = new SourceRef("providers.yaml", 1, 1);
  private static final CallId CALL = new CallId("c");

  private Told() {}

  /** Providers {@code ollama} with model {@code llama} and {@code vllm} with {@code qwen}. */
  static Configuration configuration() {
    return configuration(
        List.of(provider("ollama", List.of("llama")), provider("vllm", List.of("qwen"))));
  }

  /** These providers, and {@code alias}, which means {@code vllm}. */
  static Configuration configuration(List<Provider> all) {
    Map<ProviderName, Provider> providers = new LinkedHashMap<>();
    all.forEach(provider -> providers.put(provider.name(), provider));
    ModelName alias = new ModelName("alias");
    ExactMatch.Target target = new ExactMatch.Target(new ProviderName("vllm"), null);
    return new Configuration(
        providers,
        Map.of(alias, new ExactMatch(alias, List.of(target), null, AT)),
        List.of(),
        Map.of(),
        null,
        new DefaultRules(null, null, null, List.of(), AT),
        Choices.NONE,
        Settings.DEFAULT,
        HealthChecks.DEFAULT);
  }

  /** A provider with these models. */
  static Provider provider(String name, List<String> models) {
    return new Provider(
        new ProviderName(name),
        ProviderType.OLLAMA,
        URI.create("http://127.0.0.1:1"),
        ProviderStatus.ACTIVE,
        models.stream()
            .map(
                model ->
                    new ModelEntry(new ModelName(model), null, null, null, TimeLimits.UNSAID, AT))
            .toList(),
        new Credentials.NotNeeded(),
        TimeLimits.UNSAID,
        null,
        null,
        Map.of(),
        AT);
  }

  /** What a scrape of these gives, in plain text. */
  static String text(Meters meters) {
    return new String(meters.scrape().of(null).body(), StandardCharsets.UTF_8);
  }

  public static AttemptOutcome attempt(String provider, Ending ending) {
    return new AttemptOutcome(
        CALL,
        new Candidate(new ProviderName(provider), new ModelName("m"), "exact"),
        ending,
        Duration.ofMillis(30),
        Duration.ofMillis(200),
        new Usage(7, 3),
        true,
        null);
  }

  public static CallFinished call(
      String model, String source, int status, @Nullable FailureKind failure) {
    return ended(
        new ModelName(model),
        new Candidate(new ProviderName("vllm"), new ModelName("m"), source),
        Stage.EXACT,
        true,
        status,
        failure,
        1,
        Duration.ofMillis(30),
        Duration.ofMillis(300),
        Duration.ofNanos(90_000),
        new Usage(7, 3));
  }

  /** A chat that moved on from nobody, where no answers are kept. */
  public static CallFinished ended(
      @Nullable ModelName model,
      @Nullable Candidate servedBy,
      @Nullable Stage stage,
      boolean streamed,
      int status,
      @Nullable FailureKind failure,
      int attempts,
      @Nullable Duration toFirstContent,
      Duration took,
      Duration overhead,
      Usage usage) {
    return new CallFinished(
        CALL,
        Operation.CHAT,
        model,
        servedBy,
        stage,
        streamed,
        status,
        failure,
        attempts,
        toFirstContent,
        took,
        overhead,
        usage,
        null,
        null,
        null,
        null);
  }

  /** A request that was refused before anything was decided. */
  static CallFinished undecided(int status) {
    return ended(
        null,
        null,
        null,
        false,
        status,
        FailureKind.BAD_REQUEST,
        0,
        null,
        Duration.ofMillis(1),
        Duration.ofMillis(1),
        Usage.UNKNOWN);
  }
}
