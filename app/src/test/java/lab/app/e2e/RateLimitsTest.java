package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import lab.config.KeyHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** What a model and a provider may be asked for in a minute, and what the log says of any limit. */
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
        "keys: {log: {sha256: %s, rpm: 1}}\n".formatted(KeyHash.of("sk-log").hex()));
  }

  @Override
  String gateway() {
    return """
    general_settings: {master_key: %s}
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

  @Test
  void aProviderAtItsLimitIsLeftOutWhileOthersCanServe() throws Exception {
    // Given
    for (int i = 0; i < FEW; i++) {
      assertThat(KeyedChats.ask(node, MASTER, "shared").header("x-lab-provider")).isEqualTo("few");
    }

    // When
    Answer answer = KeyedChats.ask(node, MASTER, "shared");

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
      assertThat(KeyedChats.ask(node, key, model).status()).isEqualTo(200);

      // When
      String call = KeyedChats.ask(node, key, model).header("x-litellm-call-id");

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
      Answer answer = KeyedChats.ask(node, MASTER, "listed");
      assertThat(answer.header("x-lab-model")).isEqualTo("at-one");
      assertThat(answer.header("x-ratelimit-limit-requests")).isEqualTo("" + FEW);
    }

    // When
    Answer answer = KeyedChats.ask(node, MASTER, "listed");

    // Then
    assertThat(answer.header("x-lab-model")).isEqualTo("at-other");
    assertThat(answer.header("x-lab-attempts")).contains(":over_limit, ");
  }

  @ParameterizedTest
  @CsvSource({"few-model", "nickname"})
  void aModelAtItsLimitIsRefusedWhereNobodyElseCanServe(String model) throws Exception {
    // Given
    for (int i = 0; i < FEW; i++) {
      Answer answer = KeyedChats.ask(node, MASTER, model);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("x-ratelimit-limit-requests")).isEqualTo("3");
    }

    // When
    Answer refused = KeyedChats.ask(node, MASTER, model);

    // Then
    refused.isRefusal(429, "rate_limit_exceeded");
    assertThat(refused.error().getString("message"))
        .contains("model \"" + model + "\" is at its limit of 3 requests a minute");
    assertThat(Integer.parseInt("" + refused.header("retry-after"))).isBetween(1, 20);
    assertThat(KeyedChats.ask(node, MASTER, "also-few").status()).isEqualTo(200);
  }

  @Test
  void tokensOfAProviderCountAsItCountedThem() throws Exception {
    assertThat(KeyedChats.inTurn(node, 5, MASTER, KeyedChats.body("lonely", ",\"max_tokens\":900")))
        .allSatisfy(
            answer -> {
              assertThat(answer.status()).isEqualTo(200);
              assertThat(answer.header("x-ratelimit-limit-tokens")).isEqualTo("1000");
            });
  }
}
