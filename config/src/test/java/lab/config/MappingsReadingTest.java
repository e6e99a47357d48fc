package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.SourceRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingsReadingTest {
  private static final ProviderName LOCAL = new ProviderName("local");

  private final Folder folder;

  MappingsReadingTest(@TempDir Path directory) {
    folder = new Folder(directory);
  }

  @Test
  void exactMatchesKeepTheirOrderAndPlace() {
    folder.mappings(
        """
        exact_matches:
          zeta: {provider: local, backend_model: tiny, fallback: small, priority: secondary}
          alpha: {provider: local, fallback: null}
        """);

    assertThat(folder.valid().exact().values())
        .containsExactly(
            new ExactMatch(
                new ModelName("zeta"),
                List.of(
                    new ExactMatch.Target(
                        LOCAL, new ModelName("tiny"), ExactMatch.Portion.ofOrder(2))),
                "small",
                new SourceRef("model-mappings.yaml", 2, 3)),
            new ExactMatch(
                new ModelName("alpha"),
                List.of(new ExactMatch.Target(LOCAL, null)),
                null,
                new SourceRef("model-mappings.yaml", 3, 3)));
  }

  @Test
  void aPatternMatchesFromTheStartOfAName() {
    folder.mappings("patterns:\n  - {pattern: 'gpt-\\d', provider: local, fallback: tiny}\n");

    PatternRule rule = folder.valid().patterns().getFirst();

    assertThat(rule.pattern().matcher("gpt-4o").lookingAt()).isTrue();
    assertThat(rule.pattern().matcher("my-gpt-4o").lookingAt()).isFalse();
    assertThat(rule.fallback()).isEqualTo("tiny");
    assertThat(rule.at()).isEqualTo(new SourceRef("model-mappings.yaml", 2, 5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a(b", "[z-a]", "(?=look)", "(a)\\1", "a**", "x{9999}", "(?P<n>a)(?P<n>b)"})
  void anExpressionThatCanNotRunInLinearTimeIsAnErrorWithItsReason(String pattern) {
    folder.mappings("patterns:\n  - pattern: '%s'\n    provider: local\n".formatted(pattern));

    assertThat(folder.errors())
        .singleElement()
        .asString()
        .startsWith("model-mappings.yaml:2:14 patterns[0].pattern is \"" + pattern)
        .contains("which can not be used: ");
  }

  @Test
  void anExpressionWithoutMeasureIsAnError() {
    folder.mappings(
        "patterns:\n  - {pattern: '%s', provider: local}\n".formatted("(".repeat(5_000)));

    assertThat(folder.errors()).singleElement().asString().contains("at most 1000 characters");
  }

  @Test
  void aPatternThatCanNeverBeReachedIsAWarning() {
    folder.mappings(
        """
        patterns:
          - {pattern: 'a.*', provider: local}
          - {pattern: 'a.*', provider: local}
          - {pattern: '^.*$', provider: local}
          - {pattern: 'b', provider: local}
        """);

    assertThat(folder.warnings())
        .containsExactly(
            "model-mappings.yaml:3:15 patterns[1].pattern can never be reached:"
                + " the same pattern stands at model-mappings.yaml:2:5",
            "model-mappings.yaml:5:15 patterns[3].pattern can never be reached:"
                + " every name matches at model-mappings.yaml:4:5");
  }

  @Test
  void chainsAreListsOrMapsAndTheDefaultIsKeptApart() {
    folder.mappings(
        """
        fallback_chains:
          tiny: {chain: [small, local], tier: home}
          small: []
          default: [tiny]
        """);

    Configuration configuration = folder.valid();

    assertThat(configuration.chains())
        .containsExactly(
            Map.entry(
                new ModelName("tiny"),
                new Chain(
                    List.of("small", "local"), "home", new SourceRef("model-mappings.yaml", 2, 3))),
            Map.entry(
                new ModelName("small"),
                new Chain(List.of(), null, new SourceRef("model-mappings.yaml", 3, 3))));
    assertThat(configuration.defaultChain())
        .isEqualTo(new Chain(List.of("tiny"), null, new SourceRef("model-mappings.yaml", 4, 3)));
  }

  @Test
  void aChainWithoutAListIsAnError() {
    folder.mappings("fallback_chains:\n  tiny: {tier: home}\n");

    assertThat(folder.errors())
        .containsExactly(
            "model-mappings.yaml:2:3 fallback_chains.tiny.chain is missing; [] ends all fallbacks");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "< 8B|0|false|8|false",
        "<= 8B|0|false|8|true",
        "> 13B|13|false|Infinity|false",
        ">=70B|70|true|Infinity|false",
        "8B - 13B|8|true|13|true",
        "500M-1T|0.5|true|1000|true",
        "7B|7|true|7|true"
      })
  void sizesAreRanges(String size, double from, boolean fromIn, double to, boolean toIn) {
    folder.mappings(
        "routing_rules:\n  model_size_routing:\n    - {size: '%s', provider: local}\n"
            .formatted(size));

    assertThat(folder.valid().defaults().bySize())
        .containsExactly(
            new DefaultRules.SizeRule(
                from, fromIn, to, toIn, LOCAL, null, new SourceRef("model-mappings.yaml", 3, 7)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "< small", "13B - 8B", "8B -", "= 8B"})
  void aSizeThatIsNoneIsAnError(String size) {
    folder.mappings(
        "routing_rules:\n  model_size_routing:\n    - {size: '%s', provider: local}\n"
            .formatted(size));

    assertThat(folder.errors()).singleElement().asString().contains("it must be like \"< 8B\"");
  }

  @Test
  void aSizeRuleBehindOneThatCoversItIsAWarning() {
    folder.mappings(
        """
        routing_rules:
          model_size_routing:
            - {size: "<= 13B", provider: local}
            - {size: "8B - 13B", provider: local}
            - {size: "8B - 14B", provider: local}
        """);

    assertThat(folder.warnings())
        .containsExactly(
            "model-mappings.yaml:4:14 routing_rules.model_size_routing[1].size can never be"
                + " reached: model-mappings.yaml:3:7 covers all of it");
  }

  @Test
  void theDefaultStageIsRead() {
    folder.mappings(
        """
        routing_rules:
          default_provider: local
          default_fallback: small
          default_model: tiny
          request_metadata_routing:
            urgent: {provider: local, condition: header.x-urgent == "yes"}
        """);

    DefaultRules rules = folder.valid().defaults();

    assertThat(rules)
        .isEqualTo(
            new DefaultRules(
                LOCAL,
                "small",
                new ModelName("tiny"),
                List.of(),
                new SourceRef("model-mappings.yaml", 1, 1)));
  }
}
