package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReachCheckTest {
  private static final String FILE = "model-mappings.yaml:";

  private final Folder folder;

  ReachCheckTest(@TempDir Path directory) {
    folder = new Folder(directory);
  }

  private List<String> warnings(String mappings) {
    folder.mappings(mappings);
    assertThat(folder.errors()).isEmpty();
    return folder.warnings();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "^meta/.* ^meta/llama-3 true",
        "meta/ ^meta/llama.*$ true",
        "^gpt-4\\.1.*$ gpt-4\\.1-mini true",
        "^gpt-4.1.* gpt-4\\.1-mini false",
        "^meta/.*x ^meta/llama false",
        "^meta/$ ^meta/llama false",
        "^meta/.* ^(meta|other)/llama false",
        "^meta/.* ^meta/x|other false",
        "^metas?.* ^meta false",
        "^meta.* ^met.* false",
        "(?i)meta.* meta/x false"
      })
  void aPatternBehindThePrefixOfItIsNeverReached(String first, String second, boolean shadowed) {
    List<String> warnings =
        warnings(
            "patterns:\n  - {pattern: '%s', provider: local}\n  - {pattern: '%s', provider: local}\n"
                .formatted(first, second));

    assertThat(warnings.isEmpty()).as(warnings.toString()).isEqualTo(!shadowed);
    assertThat(warnings)
        .allMatch(told -> told.startsWith(FILE + "3:15 patterns[1].pattern can never be reached"));
  }

  @Test
  void aPatternForTheNameOfAModelIsNeverReached() {
    assertThat(
            warnings(
                """
                patterns:
                  - {pattern: '^tiny$', provider: local}
                  - {pattern: '^tinier$', provider: local}
                """))
        .containsExactly(
            FILE
                + "2:5 the pattern for \"tiny\" can never be reached: that name is one of a model");
  }

  @Test
  void aCapabilityOfAModelsNameIsTold() {
    assertThat(warnings("capabilities: {tiny: {preferred_models: [small]}}"))
        .containsExactly(
            FILE
                + "1:16 capabilities.tiny can not be reached as a model: a model has that name;"
                + " the header X-Capability reaches it");
  }

  @Test
  void aFallbackThatCanNeverServeIsTold() {
    assertThat(
            warnings(
                """
                exact_matches:
                  a: {provider: local, fallback: a}
                  b: {provider: local, fallback: tiny}
                  c: {provider: local, fallback: tiny}
                fallback_chains:
                  b: []
                  c: [small, tiny, small]
                """))
        .containsExactly(
            FILE + "2:3 exact_matches[a].fallback is the entry itself",
            FILE
                + "3:3 exact_matches[b].fallback can never serve: the chain at model-mappings.yaml:6:3"
                + " is [], which ends everything",
            FILE + "7:3 fallback_chains[c] has small twice; nobody is tried a second time");
  }

  @Test
  void aSizeRuleThatTheOnesBeforeItCoverTogetherIsTold() {
    assertThat(
            warnings(
                """
                routing_rules:
                  model_size_routing:
                    - {size: "< 8B", provider: local}
                    - {size: ">= 8B", provider: local}
                    - {size: "7B - 9B", provider: local}
                """))
        .containsExactly(
            FILE
                + "5:14 routing_rules.model_size_routing[2].size can never be reached:"
                + " the rules before it cover all of it");
  }

  @Test
  void aSizeRuleWithAGapBeforeItIsReached() {
    assertThat(
            warnings(
                """
                routing_rules:
                  model_size_routing:
                    - {size: "< 8B", provider: local}
                    - {size: "> 8B", provider: local}
                    - {size: "7B - 9B", provider: local}
                """))
        .isEmpty();
  }

  @Test
  void aRuleBehindOneThatHoldsWheneverItDoesIsTold() {
    assertThat(
            warnings(
                """
                routing_rules:
                  request_metadata_routing:
                    one: {provider: local, condition: stream}
                    two: {provider: local, condition: stream}
                    all: {provider: local, condition: always}
                    last: {provider: local, condition: tokens > 5}
                """))
        .containsExactly(
            FILE
                + "4:5 request_metadata_routing.two can never be reached:"
                + " the rule at model-mappings.yaml:3:5 holds whenever it does",
            FILE
                + "6:5 request_metadata_routing.last can never be reached:"
                + " the rule at model-mappings.yaml:5:5 holds whenever it does");
  }

  @Test
  void aWildcardInsideAnEarlierOneIsReachedAsTheOneThatSaysMoreOfANameIsTaken() {
    folder.gateway(
        """
        model_list:
          - {model_name: "openai/*", litellm_params: {model: "openai/*"}}
          - {model_name: "openai/gpt-*", litellm_params: {model: "openai/*"}}
          - {model_name: "*", litellm_params: {model: "openrouter/*"}}
        """);

    assertThat(folder.warnings()).isEmpty();
  }

  @Test
  void aProviderThatNothingRoutesToIsTold() {
    // Given
    String providers =
        Folder.ONE_PROVIDER + "  idle: {type: vllm, base_url: http://localhost:8000}\n";
    folder
        .providers(providers)
        .with("model-mappings.yaml", "routing_rules: {default_provider: local}");
    // When
    List<String> polled = folder.infos();
    List<String> unpolled =
        folder.providers(providers + "health_checks: {enabled: false}\n").warnings();
    List<String> named =
        folder.with("model-mappings.yaml", "fallback_chains: {tiny: [idle]}").warnings();
    // Then
    assertThat(polled)
        .containsExactly(
            "providers.yaml:6:3 providers.idle lists no model, and no rule names it:"
                + " it gets what polls find there");
    assertThat(unpolled)
        .containsExactly(
            "providers.yaml:6:3 nothing routes to providers.idle: it lists no model,"
                + " no rule names it, and polls are off");
    assertThat(named).isEmpty();
  }

  @Test
  void aStrategyThatLacksWhatItChoosesByIsTold() {
    assertThat(
            warnings(
                """
                capabilities:
                  a: {provider: local, routing_strategy: complexity_based}
                  b: {provider: local, routing_strategy: context_based}
                  c: {provider: local, routing_strategy: cost_optimized}
                  d: {provider: local, complexity_thresholds: {low: tiny}}
                  e: {provider: local, routing_strategy: complexity_based,
                      complexity_thresholds: {low: tiny, hihg: small}}
                load_balancing:
                  f: {providers: [{provider: local}], strategy: quality_based}
                  g: {providers: [{provider: local}], strategy: complexity_based}
                  h: {providers: [{provider: local, condition: stream}], strategy: quality_based}
                """))
        .containsExactly(
            FILE
                + "2:24 capabilities.a.complexity_thresholds is missing, by which complexity_based"
                + " chooses: the first fit one is taken",
            FILE
                + "3:24 capabilities.b.context_thresholds is missing, by which context_based"
                + " chooses: the first fit one is taken",
            FILE
                + "4:3 capabilities.c chooses by price (cost_optimized), and no candidate has one:"
                + " the first fit one is taken",
            FILE
                + "5:3 capabilities.d.complexity_thresholds have no effect: the strategy is direct",
            FILE
                + "7:42 unknown key capabilities.e.complexity_thresholds.hihg;"
                + " did you mean \"high\"?",
            FILE
                + "9:39 load_balancing[f].strategy is quality_based, but there is no condition"
                + " to choose by: the first fit one is taken",
            FILE
                + "10:39 load_balancing[g].strategy is complexity_based, but there is no threshold"
                + " to choose by: the first fit one is taken");
  }
}
