package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lab.config.Capability.ContextNeed;
import lab.config.Choosing.Preferred;
import lab.config.Choosing.Score;
import lab.config.condition.Condition;
import lab.contract.Complexity;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.SourceRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChoicesReadingTest {
  private static final ProviderName LOCAL = new ProviderName("local");
  private static final String FILE = "model-mappings.yaml";

  private final Folder folder;

  ChoicesReadingTest(@TempDir Path directory) {
    folder = new Folder(directory);
  }

  private Choices choices(String mappings) {
    folder.mappings(mappings);
    return folder.valid().choices();
  }

  private Choosing strategy(String mappings) {
    return Objects.requireNonNull(choices(mappings).capabilities().get("c")).choosing();
  }

  private static Balancing balancing(Choices choices, String name) {
    return Objects.requireNonNull(choices.balancing().get(new ModelName(name)));
  }

  @Test
  void whereNothingIsSaidNothingIsChosenAmong() {
    assertThat(choices("{}\n")).isEqualTo(Choices.NONE);
  }

  @Test
  void aCapabilityIsReadWhole() {
    // When
    Choices choices =
        choices(
            """
            capabilities:
              code:
                preferred_models: [small, local]
                provider: local
                fallback: tiny
                routing_strategy: complexity_based
                min_model_size: 500M
                min_context: 8192
                complexity_thresholds: {low: tiny, medium: small, high: local}
                context_thresholds: {standard: tiny, complex: small, large: local}
              plain: {preferred_models: [tiny]}
            """);

    // Then
    assertThat(choices.capabilities().keySet()).containsExactly("code", "plain");
    assertThat(choices.capabilities().get("code"))
        .isEqualTo(
            new Capability(
                "code",
                List.of("small", "local"),
                LOCAL,
                "tiny",
                new Choosing(
                    Strategy.COMPLEXITY_BASED,
                    "complexity_based",
                    List.of(),
                    Score.DEFAULT,
                    new SourceRef(FILE, 6, 5)),
                0.5,
                8192,
                Map.of(
                    Complexity.LOW, "tiny", Complexity.MEDIUM, "small", Complexity.HIGH, "local"),
                Map.of(
                    ContextNeed.STANDARD,
                    "tiny",
                    ContextNeed.COMPLEX,
                    "small",
                    ContextNeed.LARGE,
                    "local"),
                new SourceRef(FILE, 2, 3)));
    assertThat(choices.capabilities().get("plain"))
        .isNotNull()
        .extracting(capability -> capability.choosing().strategy())
        .isEqualTo(Strategy.IN_ORDER);
  }

  @ParameterizedTest
  @EnumSource
  void everyStrategyIsUnderstoodByAllItsNames(Strategy strategy) {
    for (String name : strategy.names()) {
      folder.mappings(
          "load_balancing: {b: {providers: [{provider: local}], strategy: '%s'}}".formatted(name));

      Choosing choosing = balancing(folder.valid().choices(), "b").choosing();

      assertThat(choosing.strategy()).isEqualTo(strategy);
      assertThat(choosing.written()).isEqualTo(name);
    }
  }

  @Test
  void aBalancingEntryIsReadWhole() {
    // When
    Balancing entry =
        balancing(
            choices(
                """
                load_balancing:
                  code:
                    providers:
                      - {provider: local, weight: 0.7, preferred_model: tiny, condition: "tokens < 9"}
                      - {provider: local, weight: 0.3}
                    strategy: adaptive_weighted
                    parameters: {saturation_threshold: 0.5, complexity_detection: token_count}
                """),
            "code");

    // Then
    assertThat(entry.choosing().strategy()).isEqualTo(Strategy.ADAPTIVE_WEIGHTED);
    assertThat(entry.saturationThreshold()).isEqualTo(0.5);
    assertThat(entry.raisesComplexity()).isFalse();
    assertThat(entry.shares()).extracting(Balancing.Share::weight).containsExactly(0.7, 0.3);
    assertThat(entry.shares().getFirst().preferredModel()).isEqualTo(new ModelName("tiny"));
    assertThat(entry.shares().getFirst().condition())
        .isNotNull()
        .extracting(Condition::written)
        .isEqualTo("tokens < 9");
    assertThat(entry.shares().getLast().condition()).isNull();
    assertThat(entry.at()).isEqualTo(new SourceRef(FILE, 2, 3));
  }

  @Test
  void whoGivesNoWeightsMeansEqualOnes() {
    Balancing entry =
        balancing(
            choices("load_balancing: {b: {providers: [{provider: local}, {provider: local}]}}"),
            "b");

    assertThat(entry.shares()).extracting(Balancing.Share::weight).containsExactly(0.5, 0.5);
    assertThat(entry.choosing()).isEqualTo(Choosing.DEFAULT);
    assertThat(entry.saturationThreshold()).isEqualTo(Balancing.DEFAULT_SATURATION);
    assertThat(entry.raisesComplexity()).isTrue();
  }

  @Test
  void aMissingWeightAmongOthersCountsAsNone() {
    folder.mappings(
        "load_balancing: {b: {providers: [{provider: local, weight: 1}, {provider: local}]}}");

    assertThat(balancing(folder.valid().choices(), "b").shares())
        .extracting(Balancing.Share::weight)
        .containsExactly(1.0, 0.0);
    assertThat(folder.warnings())
        .containsExactly(
            FILE
                + ":1:64 load_balancing.b.providers[1].weight is missing where others have one:"
                + " it counts as 0");
  }

  @Test
  void rulesOnMetadataKeepTheirOrder() {
    Choices choices =
        choices(
            """
            routing_rules:
              request_metadata_routing:
                urgent: {provider: local, condition: header.X-Priority == "high"}
                batches: {provider: local, condition: batch_size > 1 OR metadata.team == 'night'}
            """);

    assertThat(choices.metadataRules())
        .extracting(MetadataRule::name)
        .containsExactly("urgent", "batches");
    assertThat(choices.metadataRules().getFirst().condition().readsRequest()).isTrue();
    assertThat(choices.headersRead())
        .containsExactlyInAnyOrder("x-batch", "x-quality-tier", "x-capability", "x-priority");
    assertThat(choices.metadataRead()).containsExactlyInAnyOrder("batch", "quality_tier", "team");
  }

  @Test
  void aCustomStrategyIsItsGroundAndWhatItChanges() {
    Choosing choosing =
        strategy(
            """
            capabilities: {c: {provider: local, routing_strategy: mine}}
            custom_strategies:
              mine: {extends: theirs, priority_order: ["vllm (13B+)", local, ollama]}
              theirs: {extends: usage_based, weights: {latency: 1, success_rate: 0}, logic: any}
            """);

    assertThat(choosing)
        .isEqualTo(
            new Choosing(
                Strategy.USAGE_BASED,
                "mine",
                List.of(
                    new Preferred(null, ProviderType.VLLM, 13.0),
                    new Preferred(LOCAL, null, null),
                    new Preferred(null, ProviderType.OLLAMA, null)),
                new Score(1, 0, 0.2),
                new SourceRef(FILE, 1, 37)));
  }

  @Test
  void aCustomStrategyWithoutGroundIsWhatItsKeysNeed() {
    String capability = "capabilities: {c: {provider: local, routing_strategy: %s}}\n";
    String custom = "custom_strategies: {%s: {%s}}\n";

    assertThat(
            strategy(capability.formatted("x") + custom.formatted("x", "priority_order: [local]")))
        .extracting(Choosing::strategy)
        .isEqualTo(Strategy.QUALITY_FIRST);
    assertThat(strategy(capability.formatted("x") + custom.formatted("x", "weights: {cost: 2}")))
        .extracting(Choosing::strategy)
        .isEqualTo(Strategy.USAGE_BASED);
    assertThat(
            strategy(
                capability.formatted("cost_optimized")
                    + custom.formatted("cost_optimized", "logic: cheap first")))
        .extracting(Choosing::strategy)
        .isEqualTo(Strategy.CHEAPEST);
    assertThat(strategy(capability.formatted("x") + custom.formatted("x", "logic: any")))
        .extracting(Choosing::strategy)
        .isEqualTo(Strategy.IN_ORDER);
    assertThat(folder.warnings())
        .containsExactly(
            FILE
                + ":2:21 custom_strategies.x has none of extends, priority_order and weights:"
                + " it takes the first fit one");
  }

  @Test
  void whatIsWrongWithCustomStrategiesIsAnError() {
    folder.mappings(
        """
        custom_strategies:
          a: {extends: b}
          b: {extends: a}
          c: {weights: {latency: 0, success: 0, cost: 0}}
          d: {priority_order: ["vllm (big)", nobody]}
          e: {weights: {latency: -1}}
        """);

    assertThat(folder.errors())
        .containsExactly(
            FILE + ":2:16 custom_strategies.a.extends leads back to itself: a -> b -> a",
            FILE + ":4:7 custom_strategies.c.weights are all 0; one of them must count",
            FILE
                + ":5:24 custom_strategies.d.priority_order[0] is \"vllm (big)\";"
                + " it must be a provider or a type, like vllm or vllm (13B+)",
            FILE
                + ":5:38 custom_strategies.d.priority_order[1] is \"nobody\";"
                + " no provider has that name",
            FILE
                + ":6:26 custom_strategies.e.weights.latency is \"-1\";"
                + " it must be a number from 0 to 1000");
  }

  @Test
  void specialCasesAreRead() {
    Choices choices =
        choices(
            """
            special_cases:
              first_request_routing: {strategy: prefer_warm_providers}
              rate_limited_fallback: {enabled: true, fallback_duration_seconds: 20}
              error_based_routing:
                {error_threshold: 7, failure_share: 0.25, cooldown_seconds: 5m}
              geographic_routing: {enabled: true, prefer_local: true}
            """);

    assertThat(choices.special())
        .isEqualTo(
            new SpecialCases(
                Duration.ofSeconds(20),
                new SpecialCases.Errors(
                    true, 7, 0.25, Duration.ofSeconds(60), Duration.ofMinutes(5)),
                true,
                true));
  }

  @Test
  void whatIsNotEnabledIsOff() {
    SpecialCases special =
        choices(
                """
                special_cases:
                  first_request_routing: {strategy: prefer_warm_providers, enabled: false}
                  rate_limited_fallback: {enabled: false}
                  error_based_routing: {enabled: false}
                  geographic_routing: {enabled: false, prefer_local: true}
                """)
            .special();

    assertThat(special.rateLimited()).isZero();
    assertThat(special.errors().enabled()).isFalse();
    assertThat(special.preferWarm()).isFalse();
    assertThat(special.preferLocal()).isFalse();
  }

  @Test
  void theMappingsBeatTheSettingsOfLiteLlm() {
    // Given
    folder
        .mappings("special_cases: {error_based_routing: {error_threshold: 9}}")
        .with(
            "gateway.yaml",
            """
            litellm_settings: {allowed_fails: 4}
            router_settings: {allowed_fails: 1, cooldown_time: 30, routing_strategy: least-busy}
            """);
    // When
    Choices both = folder.valid().choices();
    Choices alone = folder.mappings("{}").valid().choices();
    // Then
    assertThat(both.special().errors().threshold()).isEqualTo(9);
    assertThat(both.exact().strategy()).isEqualTo(Strategy.LEAST_LOADED);
    assertThat(alone.special().errors())
        .extracting(SpecialCases.Errors::threshold, SpecialCases.Errors::cooldown)
        .containsExactly(5, Duration.ofSeconds(30));
  }

  @Test
  void coolingCanBeTurnedOff() {
    folder.gateway("router_settings: {disable_cooldowns: true, enable_pre_call_checks: false}");

    assertThat(folder.valid().choices().special().errors().enabled()).isFalse();
    assertThat(folder.valid().choices().special().rateLimited()).isZero();
    assertThat(folder.valid().choices().preCallChecks()).isFalse();
    folder.gateway("litellm_settings: {cooldown_time: 0}");
    assertThat(folder.valid().choices().special().errors().enabled()).isFalse();
  }

  @Test
  void aCapabilityNeedsAName() {
    folder.mappings("capabilities: {'': {provider: local}}");

    assertThat(folder.errors())
        .singleElement()
        .asString()
        .endsWith("capabilities has an entry without name");
  }

  @Test
  void whatIsWrongWithAConditionIsAnErrorAtItsPlaceInsideTheText() {
    folder.mappings(
        """
        load_balancing:
          b:
            providers:
              - {provider: local, condition: "length > 1000 OR tokns < 5"}
              - provider: local
                condition: >
                  stream
                  AND tokens == 'many'
              - {provider: local, condition: 'user == ''x'' AND (stream'}
              - {provider: local, condition: "user == \\"x\\" stream"}
              - {provider: local, condition: ""}
              - {provider: local, condition: [stream]}
        """);

    assertThat(folder.errors())
        .containsExactly(
            FILE
                + ":4:56 load_balancing.b.providers[0].condition names tokns, which is no fact"
                + " (a text stands in quotes); did you mean \"tokens\"?",
            FILE
                + ":8:25 load_balancing.b.providers[1].condition compares tokens,"
                + " which is a number, with a text",
            FILE + ":9:57 load_balancing.b.providers[2].condition has a ( that is never closed",
            FILE
                + ":10:53 load_balancing.b.providers[3].condition has stream"
                + " where the end, AND or OR is expected",
            FILE
                + ":11:38 load_balancing.b.providers[4].condition is empty;"
                + " for every request write always",
            FILE
                + ":12:27 load_balancing.b.providers[5].condition is a list;"
                + " it must be a single value");
  }
}
