package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import lab.config.KeyHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a key may ask for in a minute. */
class KeyRateLimitsTest extends WithScriptedNode {
  /** A limit that a test can not wait for by accident: a token comes back in 20 s. */
  private static final int FEW = 3;

  @Override
  Map<String, String> files() {
    return Map.of(
        "providers.yaml",
        providers(),
        "gateway.yaml",
        "litellm_settings: {cache: true, cache_params: {mode: default_off}}\n",
        "keys.yaml",
        """
        keys:
          rpm: {sha256: %s, rpm: %d}
          words: {sha256: %s, rpm: %d}
          tpm: {sha256: %s, rpm: 1000, tpm: 1000}
          streams: {sha256: %s, tpm: 1000}
          kept: {sha256: %s, rpm: %d, tpm: 100}
        """
            .formatted(
                KeyHash.of("sk-rpm").hex(),
                FEW,
                KeyHash.of("sk-words").hex(),
                FEW,
                KeyHash.of("sk-tpm").hex(),
                KeyHash.of("sk-streams").hex(),
                KeyHash.of("sk-kept").hex(),
                FEW));
  }

  @Test
  void aKeyGetsItsMinutesWorthAndThenIsToldWhichLimitAndWhenToComeBack() throws Exception {
    // Given
    for (int left = FEW - 1; left >= 0; left--) {
      Answer answer = KeyedChats.ask(node, "sk-rpm", "test-model");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("x-ratelimit-limit-requests")).isEqualTo("3");
      assertThat(answer.header("x-ratelimit-remaining-requests")).isEqualTo("" + left);
    }
    int before = asked();

    // When
    Answer refused = KeyedChats.ask(node, "sk-rpm", "test-model");

    // Then
    refused.isRefusal(429, "rate_limit_exceeded");
    assertThat(refused.error().getString("message"))
        .startsWith(
            "Rate limit exceeded for api_key: rpm. Limit type: requests. Current limit: 3,"
                + " Remaining: 0. Try again in ");
    assertThat(Integer.parseInt("" + refused.header("retry-after"))).isBetween(1, 20);
    assertThat(refused.header("x-ratelimit-remaining-requests")).isEqualTo("0");
    assertThat(refused.header("x-ratelimit-reset-requests")).isEqualTo("1m0s");
    assertThat(refused.header("rate_limit_type")).isEqualTo("requests");
    assertThat(asked()).isEqualTo(before);
    assertThat(ask(Wire.head("GET", "/metrics")).body())
        .containsPattern("litellm_rate_limit_exceeded_total\\{model=\"test-model\"} [1-9]");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/messages, \"type\":\"rate_limit_error\"",
    "/api/chat, '\"error\":\"Rate limit exceeded'"
  })
  void aRefusalIsInTheWordsOfItsClient(String path, String words) throws Exception {
    // Given
    String body = KeyedChats.body("test-model", ",\"max_tokens\":5,\"stream\":false");
    for (int i = 0; i < FEW; i++) {
      Answer unused = KeyedChats.post(node, path, "sk-words", body);
    }

    // When
    Answer refused = KeyedChats.post(node, path, "sk-words", body);

    // Then
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.body()).contains(words);
    assertThat(refused.header("retry-after")).isNotNull();
  }

  @Test
  void tokensAreSetAsideAsEstimatedAndCountAsTheyWereUsed() throws Exception {
    // When: the usage of each answer is 3 and 2
    List<Answer> answers =
        KeyedChats.inTurn(node, 2, "sk-tpm", KeyedChats.body("test-model", ",\"max_tokens\":900"));

    // Then: what is set aside for the second is off, what was for the first is back
    Answer second = answers.getLast();
    assertThat(second.status()).isEqualTo(200);
    assertThat(Integer.parseInt("" + second.header("x-ratelimit-remaining-tokens")))
        .isBetween(50, 100);
    assertThat(second.header("x-ratelimit-limit-tokens")).isEqualTo("1000");
    assertThat(second.header("x-ratelimit-limit-requests")).isEqualTo("1000");
  }

  @Test
  void aStreamSettlesToo() throws Exception {
    // Given
    for (int i = 0; i < 5; i++) {
      provider.then(streamed("Hello", " to you"));
    }

    // When
    List<Answer> answers =
        KeyedChats.inTurn(
            node,
            5,
            "sk-streams",
            KeyedChats.body("test-model", ",\"max_tokens\":900,\"stream\":true"));

    // Then
    assertThat(answers)
        .allSatisfy(answer -> assertThat(answer.body()).endsWith("data: [DONE]\n\n"));
  }

  @Test
  void aPromptOfMoreThanAMinutesWorthIsNeverServed() throws Exception {
    String longer = KeyedChats.body("test-model", "").replace("Hello", "Hello you ".repeat(2_000));

    Answer refused = KeyedChats.post(node, CHAT, "sk-tpm", longer);

    refused.isRefusal(429, "rate_limit_exceeded");
    assertThat(refused.error().getString("message")).contains("Limit type: tokens", "shorter");
    assertThat(refused.header("retry-after")).isNull();
    assertThat(refused.header("x-should-retry")).isEqualTo("false");
  }

  @Test
  void aKeptAnswerCountsAsARequestAndCostsNoTokens() throws Exception {
    // When
    List<Answer> answers =
        KeyedChats.inTurn(
            node, 4, "sk-kept", KeyedChats.body("test-model", ",\"cache\":{\"use-cache\":true}"));

    // Then: the first one cost 5 of 100 tokens
    Answer hit = answers.get(1);
    assertThat(hit.header("x-lab-cache")).isEqualTo("HIT");
    assertThat(hit.header("x-ratelimit-remaining-requests")).isEqualTo("1");
    assertThat(answers).extracting(Answer::status).containsExactly(200, 200, 200, 429);
    assertThat(Integer.parseInt("" + answers.get(3).header("x-ratelimit-remaining-tokens")))
        .isGreaterThanOrEqualTo(95);
  }
}
