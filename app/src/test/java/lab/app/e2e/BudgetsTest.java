package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import lab.app.TestNode;
import lab.config.KeyHash;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a key, a model and a provider may use in a day. An answer has 3 tokens of prompt and 2 more,
 * and costs 7 dollars where it has a price.
 */
class BudgetsTest extends WithScriptedNode {
  private Path folder;

  @Override
  @BeforeAll
  void startNode(@TempDir Path folder) throws Exception {
    this.folder = folder;
    super.startNode(folder);
  }

  @Override
  Map<String, String> files() {
    return Map.of(
        "providers.yaml",
        """
            providers:
              dear:
                type: vllm
                base_url: "%1$s"
                models: [test-model, free, d]
                cost_per_1k_tokens: {test-model: {input: 1000, output: 2000}}
              some-requests: {type: vllm, base_url: "%1$s", models: [a], rate_limits: {requests_per_day: 2}}
              some-tokens: {type: vllm, base_url: "%1$s", models: [b], rate_limits: {tokens_per_day: 9}}
              some-money:
                type: vllm
                base_url: "%1$s"
                models: [c]
                cost_per_1k_tokens: {c: {input: 1000, output: 2000}}
                rate_limits: {budget_per_month: 10}
              reserve: {type: vllm, base_url: "%1$s", models: [spare]}
            health_checks: {enabled: false}
            """
            .formatted(provider.address()),
        "model-mappings.yaml",
        """
            fallback_chains: {a: [spare], b: [spare], c: [spare]}
            """,
        "gateway.yaml",
        """
            litellm_settings: {cache: true, cache_params: {mode: default_off}}
            rate_limit_settings: {limits: {d: {requests_per_day: 1}}}
            """,
        "keys.yaml",
        """
            keys:
              day: {sha256: %s, budget_per_day: 10}
              month: {sha256: %s, budget_per_month: 7, budget_per_day: 100}
              lasting: {sha256: %s, budget_per_month: 7}
              kept: {sha256: %s, budget_per_day: 8}
              any: {sha256: %s}
            """
            .formatted(
                KeyHash.of("sk-day").hex(),
                KeyHash.of("sk-month").hex(),
                KeyHash.of("sk-lasting").hex(),
                KeyHash.of("sk-kept").hex(),
                KeyHash.of("sk-any").hex()));
  }

  /** On one connection after the other: what an answer cost counts when it has ended. */
  private Answer chat(Wire wire, String key, String body) throws Exception {
    return wire.send(Wire.post(CHAT, "x-api-key: " + key + "\r\n", body)).answer();
  }

  @Test
  void aKeyThatHasSpentItsBudgetIsRefusedAndTold() throws Exception {
    try (Wire wire = new Wire(node.port())) {
      // Given
      Answer first = chat(wire, "sk-day", HELLO);
      assertThat(first.header("x-litellm-key-spend")).isEqualTo("0.0");
      assertThat(first.header("x-litellm-key-max-budget")).isEqualTo("10.0");
      assertThat(chat(wire, "sk-day", HELLO).header("x-litellm-key-spend")).isEqualTo("7.0");
      int before = asked();

      // When
      Answer refused = chat(wire, "sk-day", HELLO);

      // Then
      refused.isRefusal(400, "400");
      assertThat(refused.error().getString("type")).isEqualTo("budget_exceeded");
      assertThat(refused.error().getString("message"))
          .matches(
              "ExceededBudget: Key=day over budget\\. Spend=14\\.0, Budget=10\\.0 for"
                  + " \\d{4}-\\d\\d-\\d\\d\\. The next one begins at"
                  + " \\d{4}-\\d\\d-\\d\\dT00:00:00Z");
      assertThat(refused.header("x-litellm-key-spend")).isEqualTo("14.0");
      assertThat(asked()).isEqualTo(before);
    }
  }

  @Test
  void theMonthCountsBesideTheDayAndStreamsCountToo() throws Exception {
    provider.then(streamed("Hello", " to you"));
    try (Wire wire = new Wire(node.port())) {
      assertThat(chat(wire, "sk-month", HELLO_STREAMED).status()).isEqualTo(200);
      Answer refused = chat(wire, "sk-month", HELLO);
      refused.isRefusal(400, "400");
      assertThat(refused.error().getString("message")).containsPattern("for \\d{4}-\\d\\d\\.");
    }
  }

  @Test
  void whatHasNoPriceAndWhatWasKeptCostsNothing() throws Exception {
    String kept = HELLO.replace("}]}", "}],\"cache\":{\"use-cache\":true}}");
    try (Wire wire = new Wire(node.port())) {
      assertThat(chat(wire, "sk-kept", HELLO.replace("test-model", "free")).status())
          .isEqualTo(200);
      assertThat(chat(wire, "sk-kept", kept).header("x-litellm-key-spend")).isEqualTo("0.0");
      assertThat(chat(wire, "sk-kept", kept).header("x-lab-cache")).isEqualTo("HIT");
      assertThat(chat(wire, "sk-kept", kept).header("x-litellm-key-spend")).isEqualTo("7.0");
    }
  }

  @ParameterizedTest
  @CsvSource({"a, some-requests", "b, some-tokens", "c, some-money"})
  void aProviderThatHasUsedWhatItMayInADayIsLeftOut(String model, String name) throws Exception {
    String asked = HELLO.replace("test-model", model);
    try (Wire wire = new Wire(node.port())) {
      // Given
      for (int i = 0; i < 2; i++) {
        assertThat(chat(wire, "sk-any", asked).header("x-lab-provider")).isEqualTo(name);
      }

      // When
      Answer other = chat(wire, "sk-any", asked);

      // Then
      assertThat(other.header("x-lab-provider")).isEqualTo("reserve");
      assertThat(other.header("x-lab-attempts")).isEqualTo(name + ":over_limit, reserve:ok");
    }
  }

  @Test
  void aModelThatHasItsDaysRequestsIsRefusedUntilTheNextDay() throws Exception {
    String asked = HELLO.replace("test-model", "d");
    try (Wire wire = new Wire(node.port())) {
      // Given
      assertThat(chat(wire, "sk-any", asked).status()).isEqualTo(200);

      // When
      Answer refused = chat(wire, "sk-any", asked);

      // Then
      refused.isRefusal(429, "rate_limit_exceeded");
      assertThat(refused.error().getString("message"))
          .containsPattern("model \"d\" is at its limit of 1 requests for \\d{4}-\\d\\d-\\d\\d");
      assertThat(Integer.parseInt("" + refused.header("retry-after"))).isBetween(1, 86_400);
    }
  }

  @Test
  void aBudgetThatIsUsedUpStaysSoOverARestart() throws Exception {
    // Given
    try (Wire wire = new Wire(node.port())) {
      assertThat(chat(wire, "sk-lasting", HELLO).status()).isEqualTo(200);
      chat(wire, "sk-lasting", HELLO).isRefusal(400, "400");
    }

    // When
    node.close();
    node = TestNode.start(folder, files());

    // Then
    try (Wire wire = new Wire(node.port())) {
      chat(wire, "sk-lasting", HELLO).isRefusal(400, "400");
    }
  }
}
