package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import lab.contract.ModelName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecidingRulesTest {
  private static final String PROVIDERS =
      """
      providers:
        local: {type: ollama, base_url: "http://localhost:11434", models: [tiny, small]}
        cloud: {type: openai_compatible, base_url: "http://localhost:1", models: [large]}
        other: {type: openai_compatible, base_url: "http://localhost:2", models: [odd]}
      """;

  private static final String RULES =
      """
      exact_matches:
        gpt: {provider: local, backend_model: tiny}
        far: {provider: other, backend_model: odd}
      patterns:
        - {pattern: "^pat-", provider: local}
        - {pattern: "^odd-", provider: other}
      fallback_chains:
        gpt: {chain: [large]}
        far: {chain: [odd]}
      capabilities:
        code: {preferred_models: [small, large]}
        odd_jobs: {preferred_models: [odd]}
      load_balancing:
        pair:
          providers: [{provider: local, condition: "tokens < 100"}, {provider: cloud}]
        odd_pair:
          providers: [{provider: other, condition: "header.x-odd == 'a'"}, {provider: cloud}]
      """;

  private final Folder folder;

  DecidingRulesTest(@TempDir Path directory) {
    folder = new Folder(directory);
  }

  private DecidingRules rules(String providers, String mappings, String name) {
    Configuration configuration =
        folder.providers(providers).with("model-mappings.yaml", mappings).valid();
    return DecidingRules.of(configuration, new ModelName(name), null, List.of());
  }

  private String digest(String mappings, String name) {
    return rules(PROVIDERS, mappings, name).digest();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "gpt | provider: local, backend_model: tiny | provider: local, backend_model: small",
        "gpt | provider: local, backend_model: tiny | provider: cloud, backend_model: tiny",
        "gpt | backend_model: tiny} | backend_model: tiny, fallback: small}",
        "gpt | gpt: {chain: [large]} | gpt: {chain: [large, small]}",
        "gpt | gpt: {chain: [large]} | gpt: {chain: []}",
        "pat-1 | ^pat-\", provider: local | ^pat-\", provider: cloud",
        "pat-1 | ^pat- | ^pat-[0-9]",
        "odd-1 | \"^odd-\", provider: other | \"^odd-\", provider: other, fallback: small",
        "code | [small, large] | [large, small]",
        "code | preferred_models: [small, large] | preferred_models: [small, large], min_context: 9",
        "pair | tokens < 100 | tokens < 200",
        "pair | tokens < 100\"}, {provider: cloud} | tokens < 100\"}, {provider: other}",
      })
  void aRuleThatDecidesIsInIt(String name, String written, String changed) {
    // When
    String rules = RULES.replace(written, changed);

    // Then
    assertThat(rules).isNotEqualTo(RULES);
    assertThat(digest(rules, name)).isNotEqualTo(digest(RULES, name));
  }

  @ParameterizedTest
  @CsvSource({"gpt", "pat-1", "code", "tiny"})
  void aRuleForOthersIsNotInIt(String name) {
    // Given
    String odd =
        RULES
            .replace("provider: other, backend_model: odd", "provider: cloud")
            .replace("pattern: \"^odd-\", provider: other", "pattern: \"^odd\", provider: cloud")
            .replace("far: {chain: [odd]}", "far: {chain: [odd, large]}")
            .replace("odd_jobs: {preferred_models: [odd]}", "odd_jobs: {preferred_models: [large]}")
            .replace("header.x-odd == 'a'", "header.x-odd == 'b'");

    // When
    DecidingRules after = rules(PROVIDERS.replace("[odd]", "[odd, more]"), odd, name);

    // Then
    assertThat(after).isEqualTo(rules(PROVIDERS, RULES, name));
  }

  @Test
  void whoeverMayServeAnyOfItsModelsMayNeedTheChainOfAny() {
    // When
    String chains = RULES.replace("far: {chain: [odd]}", "far: {chain: [large]}");
    String names =
        RULES.replace(
            "odd_jobs: {preferred_models: [odd]}", "odd_jobs: {preferred_models: [large]}");

    // Then
    assertThat(digest(chains, "pair")).isNotEqualTo(digest(RULES, "pair"));
    assertThat(digest(names, "pair")).isEqualTo(digest(RULES, "pair"));
  }

  @Test
  void whereRulesStandAndHowTheNodeBehavesIsNotInIt() {
    // Given
    String before = digest(RULES, "gpt");
    folder.with("gateway.yaml", "litellm_settings: {timeout: 7, cache: true}\n");

    // When
    String after = digest("\n# moved\n" + RULES, "gpt");

    // Then
    assertThat(after).isEqualTo(before);
  }

  @Test
  void whoListsTheNameIsInIt() {
    assertThat(rules(PROVIDERS.replace("[large]", "[large, tiny]"), RULES, "tiny").digest())
        .isNotEqualTo(digest(RULES, "tiny"));
  }

  @Test
  void whereNoRuleKnowsTheNameAnybodyMayServeIt() {
    assertThat(rules(PROVIDERS.replace("[odd]", "[odd, more]"), RULES, "unheard-of").digest())
        .isNotEqualTo(digest(RULES, "unheard-of"));
  }

  @Test
  void theChainOfTheModelThatServesIsInIt() {
    // Given
    String rules = RULES.replace("gpt: {chain: [large]}", "tiny: {chain: [large]}");

    // When
    String changed = rules.replace("tiny: {chain: [large]}", "tiny: {chain: [small]}");

    // Then
    assertThat(digest(changed, "gpt")).isNotEqualTo(digest(rules, "gpt"));
  }

  @Test
  void theRulesOfTheClientsOwnFallbacksAreInIt() {
    // Given
    String changed = RULES.replace("backend_model: odd", "backend_model: other");

    // When
    String before = withFallback(RULES);
    String after = withFallback(changed);

    // Then
    assertThat(after).isNotEqualTo(before);
  }

  private String withFallback(String mappings) {
    Configuration configuration =
        folder.providers(PROVIDERS).with("model-mappings.yaml", mappings).valid();
    List<ModelName> fallbacks = List.of(new ModelName("far"));
    return DecidingRules.of(configuration, new ModelName("gpt"), null, fallbacks).digest();
  }

  @Test
  void onlyWhatTheseRulesReadIsRead() {
    assertThat(rules(PROVIDERS, RULES, "odd_pair").headers()).containsExactly("x-odd");
    assertThat(rules(PROVIDERS, RULES, "pair").headers()).isEmpty();
    assertThat(rules(PROVIDERS, RULES, "pair").readTags()).isFalse();
  }
}
