package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lab.config.KeyHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** What a key, a model and a provider may be asked for in a minute. */
class RateLimitsTest extends WithTwoProviders {
  private static final String MASTER = "sk-master-key-of-this-test";

  /** A limit that a test can not wait for by accident: a token comes back in 20 s. */
  private static final int FEW = 3;

  @Override
  Map<String, String> files() {
    return Map.of(
        "providers.yaml",
        """
        providers:
          free: {type: vllm, base_url: "%s", models: [test-model, few-model, also-few, logged]}
          few:
            type: vllm
            base_url: "%s"
            models: [shared]
            rate_limits: {requests_per_minute: %d}
          reserve: {type: vllm, base_url: "%s", models: [shared]}
          lone:
            type: vllm
            base_url: "%s"
            models: [lonely]
            rate_limits: {tokens_per_minute: 1000}
        health_checks: {enabled: false}
        """
            .formatted(
                provider.address(), provider.address(), FEW, other.address(), provider.address()),
        "model-mappings.yaml",
        """
        exact_matches:
          shared: {provider: few, fallback: reserve}
          nickname: {provider: free, backend_model: test-model}
        """,
        "gateway.yaml",
        gateway(),
        "keys.yaml",
        """
        keys:
          log: {sha256: %s, rpm: 1}
          rpm: {sha256: %s, rpm: %d}
          words: {sha256: %s, rpm: %d}
          tpm: {sha256: %s, rpm: 1000, tpm: 1000}
          streams: {sha256: %s, tpm: 1000}
          kept: {sha256: %s, rpm: %d, tpm: 100}
        """
            .formatted(
                KeyHash.of("sk-log").hex(),
                KeyHash.of("sk-rpm").hex(),
                FEW,
                KeyHash.of("sk-words").hex(),
                FEW,
                KeyHash.of("sk-tpm").hex(),
                KeyHash.of("sk-streams").hex(),
                KeyHash.of("sk-kept").hex(),
                FEW));
  }

  @Override
  String gateway() {
    return """
    general_settings: {master_key: %s}
    litellm_settings: {cache: true, cache_params: {mode: default_off}}
    router_settings: {optional_pre_call_checks: [enforce_model_rate_limits]}
    model_list:
      - model_name: listed
        litellm_params: {model: hosted_vllm/at-one, api_base: "%s", order: 1, rpm: %d, tpm: 0}
      - model_name: listed
        litellm_params: {model: hosted_vllm/at-other, api_base: "%s", order: 2, rpm: 1000}
    rate_limit_settings:
      limits:
        logged: {rpm: 1}
        few-model: {rpm: %d}
        nickname: {rpm: %d}
    """
        .formatted(MASTER, provider.address(), FEW, other.address(), FEW, FEW);
  }

  private Answer chat(String key, String model, String more) throws Exception {
    return post(CHAT, key, body(model, more));
  }

  private Answer post(String path, String key, String body) throws Exception {
    return ask(Wire.post(path, "x-api-key: " + key + "\r\n", body));
  }

  /**
   * On one connection, so that one is over when the next begins: a client may have an answer's last
   * byte a moment before its node has settled.
   */
  private List<Answer> inTurn(int times, String key, String body) throws Exception {
    List<Answer> answers = new ArrayList<>();
    try (Wire wire = new Wire(node.port())) {
      for (int i = 0; i < times; i++) {
        answers.add(wire.send(Wire.post(CHAT, "x-api-key: " + key + "\r\n", body)).answer());
      }
    }
    return answers;
  }

  private static String body(String model, String more) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]%s}"
        .formatted(model, more);
  }

  @Test
  void aKeyGetsItsMinutesWorthAndThenIsToldWhichLimitAndWhenToComeBack() throws Exception {
    // Given
    for (int left = FEW - 1; left >= 0; left--) {
      Answer answer = chat("sk-rpm", "test-model", "");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("x-ratelimit-limit-requests")).isEqualTo("3");
      assertThat(answer.header("x-ratelimit-remaining-requests")).isEqualTo("" + left);
    }
    int before = asked();

    // When
    Answer refused = chat("sk-rpm", "test-model", "");

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
    String body = body("test-model", ",\"max_tokens\":5,\"stream\":false");
    for (int i = 0; i < FEW; i++) {
      Answer unused = post(path, "sk-words", body);
    }

    // When
    Answer refused = post(path, "sk-words", body);

    // Then
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.body()).contains(words);
    assertThat(refused.header("retry-after")).isNotNull();
  }

  @Test
  void tokensAreSetAsideAsEstimatedAndCountAsTheyWereUsed() throws Exception {
    // When: the usage of each answer is 3 and 2
    List<Answer> answers = inTurn(2, "sk-tpm", body("test-model", ",\"max_tokens\":900"));

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
        inTurn(5, "sk-streams", body("test-model", ",\"max_tokens\":900,\"stream\":true"));

    // Then
    assertThat(answers)
        .allSatisfy(answer -> assertThat(answer.body()).endsWith("data: [DONE]\n\n"));
  }

  @Test
  void aPromptOfMoreThanAMinutesWorthIsNeverServed() throws Exception {
    String longer = body("test-model", "").replace("Hello", "Hello you ".repeat(2_000));

    Answer refused = post(CHAT, "sk-tpm", longer);

    refused.isRefusal(429, "rate_limit_exceeded");
    assertThat(refused.error().getString("message")).contains("Limit type: tokens", "shorter");
    assertThat(refused.header("retry-after")).isNull();
    assertThat(refused.header("x-should-retry")).isEqualTo("false");
  }

  @Test
  void aKeptAnswerCountsAsARequestAndCostsNoTokens() throws Exception {
    // When
    List<Answer> answers =
        inTurn(4, "sk-kept", body("test-model", ",\"cache\":{\"use-cache\":true}"));

    // Then: the first one cost 5 of 100 tokens
    Answer hit = answers.get(1);
    assertThat(hit.header("x-lab-cache")).isEqualTo("HIT");
    assertThat(hit.header("x-ratelimit-remaining-requests")).isEqualTo("1");
    assertThat(answers).extracting(Answer::status).containsExactly(200, 200, 200, 429);
    assertThat(Integer.parseInt("" + answers.get(3).header("x-ratelimit-remaining-tokens")))
        .isGreaterThanOrEqualTo(95);
  }

  @Test
  void aProviderAtItsLimitIsLeftOutWhileOthersCanServe() throws Exception {
    // Given
    for (int i = 0; i < FEW; i++) {
      assertThat(chat(MASTER, "shared", "").header("x-lab-provider")).isEqualTo("few");
    }

    // When
    Answer answer = chat(MASTER, "shared", "");

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("x-lab-provider")).isEqualTo("reserve");
    assertThat(answer.header("x-lab-attempts")).isEqualTo("few:over_limit, reserve:ok");
  }

  @ParameterizedTest
  @CsvSource({
    "sk-log, test-model, api_key:log:requests",
    "sk-master-key-of-this-test, logged, model:logged:requests"
  })
  void theLogNamesTheLimitThatRefused(String key, String model, String limit) throws Exception {
    Logger access = (Logger) LoggerFactory.getLogger("lab.access");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    access.addAppender(lines);
    try {
      // Given
      assertThat(chat(key, model, "").status()).isEqualTo(200);

      // When
      String call = chat(key, model, "").header("x-litellm-call-id");

      // Then
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  List.copyOf(lines.list).stream()
                      .filter(line -> ("" + line.getKeyValuePairs()).contains("" + call))
                      .anyMatch(
                          line ->
                              line.getMessage().equals("rate limit")
                                  && ("" + line.getKeyValuePairs()).contains(limit)));
    } finally {
      access.detachAppender(lines);
    }
  }

  @Test
  void anEntryOfAModelListAtItsLimitIsLeftOutWhereItIsWanted() throws Exception {
    // Given
    for (int i = 0; i < FEW; i++) {
      Answer answer = chat(MASTER, "listed", "");
      assertThat(answer.header("x-lab-model")).isEqualTo("at-one");
      assertThat(answer.header("x-ratelimit-limit-requests")).isEqualTo("" + FEW);
    }

    // When
    Answer answer = chat(MASTER, "listed", "");

    // Then
    assertThat(answer.header("x-lab-model")).isEqualTo("at-other");
    assertThat(answer.header("x-lab-attempts")).contains(":over_limit, ");
  }

  @ParameterizedTest
  @CsvSource({"few-model", "nickname"})
  void aModelAtItsLimitIsRefusedWhereNobodyElseCanServe(String model) throws Exception {
    // Given
    for (int i = 0; i < FEW; i++) {
      Answer answer = chat(MASTER, model, "");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("x-ratelimit-limit-requests")).isEqualTo("3");
    }

    // When
    Answer refused = chat(MASTER, model, "");

    // Then
    refused.isRefusal(429, "rate_limit_exceeded");
    assertThat(refused.error().getString("message"))
        .contains("model \"" + model + "\" is at its limit of 3 requests a minute");
    assertThat(Integer.parseInt("" + refused.header("retry-after"))).isBetween(1, 20);
    assertThat(chat(MASTER, "also-few", "").status()).isEqualTo(200);
  }

  @Test
  void tokensOfAProviderCountAsItCountedThem() throws Exception {
    assertThat(inTurn(5, MASTER, body("lonely", ",\"max_tokens\":900")))
        .allSatisfy(
            answer -> {
              assertThat(answer.status()).isEqualTo(200);
              assertThat(answer.header("x-ratelimit-limit-tokens")).isEqualTo("1000");
            });
  }
}
