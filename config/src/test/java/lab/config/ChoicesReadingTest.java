package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lab.config.Capability.ContextNeed;
import lab.config.Choosing.Score;
import lab.config.condition.Condition;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.SourceRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
