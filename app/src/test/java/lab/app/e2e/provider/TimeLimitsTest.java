package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import lab.contract.FailureKind;
import lab.testkit.answers.Refusals;
import lab.testkit.script.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every time limit of a configuration, wherever it stands: the narrowest place counts. Limits that
 * must pass are short, all others are so long that a test would fail by them.
 */
class TimeLimitsTest extends WithLab {
  /** What a busy machine may add; all other limits are ten times that. */
  private static final Duration LATE = Duration.ofSeconds(3);

  private static final String SETTINGS =
      """
      litellm_settings:
        timeout: 60s
        request_timeout: 200ms
        ttft_timeout: 200ms
        stream_idle_timeout: 200ms
        num_retries: 1
      """;

  private static final String PROVIDERS =
      """
      health_checks: {enabled: false}
      providers:
        settings: {type: vllm, base_url: "@settings", models: [by-settings, {name: idle-by-settings, stream_timeout: 30s}]}
        own:
          type: vllm
          base_url: "@own"
          request_timeout: 150ms
          stream_timeout: 150ms
          stream_idle_timeout: 150ms
          models:
            - by-provider
            - {name: by-model, request_timeout: 100ms, ttft_timeout: 100ms}
            - {name: idle-by-provider, stream_timeout: 30s}
            - {name: idle-by-model, stream_timeout: 30s, stream_idle_timeout: 100ms}
            - {name: patient, request_timeout: 30s, stream_timeout: 30s, stream_idle_timeout: 30s}
        whole:
          type: ollama
          base_url: "@whole"
          timeout: 600ms
          request_timeout: 30s
          stream_timeout: 30s
          stream_idle_timeout: 30s
          models: [whole]
        other:
          type: ollama
          base_url: "@other"
          request_timeout: 30s
          stream_timeout: 30s
          stream_idle_timeout: 500ms
          max_streaming_duration: 1500ms
          models: [flowing, {name: flowing-briefly, max_streaming_duration: 100ms}]
      """;

  private static final String MODELS =
      """
      exact_matches:
        pair: {provider: settings, backend_model: by-settings, fallback: whole}
      """;

  @Override
  Map<String, String> files() {
    return Map.of(
        "gateway.yaml", SETTINGS,
        "providers.yaml", PROVIDERS,
        "model-mappings.yaml", MODELS);
  }

  static Stream<Arguments> everyPlace() {
    return Stream.of(
        Arguments.of("by-settings", "settings", Duration.ofMillis(200)),
        Arguments.of("by-provider", "own", Duration.ofMillis(150)),
        Arguments.of("by-model", "own", Duration.ofMillis(100)));
  }

  @ParameterizedTest
  @MethodSource("everyPlace")
  void anAttemptThatIsNotStreamedHasItsTimeUntilTheLastByte(
      String model, String provider, Duration limit) throws Exception {
    // Given: all of the answer but its end
    Reply dripping =
        Reply.ok()
            .header("content-type", "application/json")
            .claiming(5_000)
            .dripped(" ".repeat(4_000), Duration.ofMillis(5));
    lab.provider(provider).then(dripping, dripping);

    // When
    Timed timed = ask(model, false);

    // Then: twice, for once may be tried again
    assertThat(timed.answer.status()).isEqualTo(504);
    assertThat(timed.answer.error().getString("code")).isEqualTo("timeout");
    assertThat(timed.answer.header("x-lab-attempts"))
        .isEqualTo(provider + ":TIMEOUT, " + provider + ":TIMEOUT");
    assertThat(timed.took).isBetween(limit.multipliedBy(2), limit.multipliedBy(2).plus(LATE));
  }

  @ParameterizedTest
  @MethodSource("everyPlace")
  void aStreamedAttemptHasItsTimeUntilTheFirstContent(String model, String provider, Duration limit)
      throws Exception {
    // Given
    Reply wordless = Wire.VLLM.stream(Wire.VLLM.opening(), Wire.VLLM.comment()).thenHang();
    lab.provider(provider).then(wordless, wordless);

    // When
    Timed timed = ask(model, true);

    // Then
    assertThat(timed.answer.status()).isEqualTo(504);
    assertThat(timed.answer.header("x-lab-attempts"))
        .isEqualTo(provider + ":TIMEOUT, " + provider + ":TIMEOUT");
    assertThat(timed.took).isBetween(limit.multipliedBy(2), limit.multipliedBy(2).plus(LATE));
  }

  @ParameterizedTest
  @MethodSource("everyPlace")
  void aStreamMayBeWithoutProgressForSoLong(String model, String provider, Duration limit)
      throws Exception {
    // Given
    lab.provider(provider)
        .then(Wire.VLLM.stream(Wire.VLLM.opening(), Wire.VLLM.says("Hel")).thenHang());

    // When
    Timed timed = ask("idle-" + model, true);

    // Then
    assertThat(timed.answer.status()).isEqualTo(200);
    assertThat(timed.answer.errorInside().getString("code")).isEqualTo("timeout");
    assertThat(timed.took).isBetween(limit, limit.plus(LATE));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aNarrowerPlaceMayGiveMoreTimeThanAWiderOne(boolean streamed) throws Exception {
    // Given: longer than the provider and the settings allow
    lab.provider("own")
        .then(Reply.bare().pause(Duration.ofMillis(300)).raw(head(streamed)).thenClose());

    // When
    Timed timed = ask("patient", streamed);

    // Then
    assertThat(timed.answer.status()).as(timed.answer.body()).isEqualTo(200);
    assertThat(timed.answer.said()).isEqualTo("Hello");
  }

  private static String head(boolean streamed) {
    String body =
        streamed
            ? Wire.VLLM.opening() + Wire.VLLM.says("Hello") + Wire.VLLM.ending()
            : "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hello\"},"
                + "\"finish_reason\":\"stop\"}]}";
    return "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n" + body;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theWholeRequestHasItsTimeOverAllAttempts(boolean streamed) throws Exception {
    // Given: 200 ms of the first, and then a second that would take for ever
    lab.provider("settings").then(Reply.silence());
    lab.provider("whole").then(Reply.silence());

    // When
    Timed timed = ask("pair", streamed);

    // Then: what the first took is taken from the time that the second has
    assertThat(timed.answer.status()).isEqualTo(504);
    assertThat(timed.answer.error().getString("message")).contains("600 ms of the whole request");
    assertThat(timed.answer.header("x-lab-attempts")).isEqualTo("settings:TIMEOUT, whole:TIMEOUT");
    assertThat(timed.took).isBetween(Duration.ofMillis(600), Duration.ofMillis(600).plus(LATE));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theAttemptAtWorkWhenTheWholeTimeIsOverTimedOut(boolean streamed) throws Exception {
    // Given
    lab.provider("whole").then(Reply.silence());

    // When
    Timed timed = ask("whole", streamed);

    // Then: no second try, for there is no time for one
    assertThat(timed.answer.status()).isEqualTo(504);
    assertThat(timed.answer.error().getString("message"))
        .isEqualTo("no answer within the 600 ms of the whole request (tried whole:TIMEOUT)");
    assertThat(timed.took).isBetween(Duration.ofMillis(600), Duration.ofMillis(600).plus(LATE));
    assertThat(lab.finished(timed.answer).failure()).isEqualTo(FailureKind.TIMEOUT);
  }

  @Test
  void aPauseThatIsLongerThanTheTimeLeftIsNotBegun() throws Exception {
    // Given
    lab.provider("whole").then(Refusals.openAiOverloaded().header("retry-after", "2"));

    // When
    Timed timed = ask("whole", false);

    // Then
    assertThat(timed.answer.status()).isEqualTo(503);
    assertThat(timed.answer.header("retry-after")).isEqualTo("2");
    assertThat(timed.took).isLessThan(Duration.ofMillis(600));
  }

  @Test
  void aStreamThatFlowsIsNotBoundByTheTimeOfTheWholeRequest() throws Exception {
    // Given: longer than its 600 ms
    lab.provider("whole").then(flowing(Duration.ofMillis(900), Wire.OLLAMA.says("x")));

    // When
    Timed timed = ask("whole", true);

    // Then
    assertThat(timed.took).isGreaterThan(Duration.ofMillis(900));
    assertThat(timed.answer.events().getLast()).isEqualTo("data: [DONE]");
    assertThat(timed.answer.body()).doesNotContain("event: error");
  }

  @Test
  void reasoningIsProgress() throws Exception {
    // Given: twice as long as the stream may be silent
    lab.provider("other").then(flowing(Duration.ofSeconds(1), Wire.OLLAMA.thinks("hm")));

    // When
    Timed timed = ask("flowing", true);

    // Then
    assertThat(timed.answer.body()).doesNotContain("event: error").endsWith("data: [DONE]\n\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"flowing", "flowing-briefly"})
  void aStreamThatFlowsForTooLongIsCutWhereThatIsConfigured(String model) throws Exception {
    // Given
    Duration limit = Duration.ofMillis(model.equals("flowing") ? 1_500 : 100);
    lab.provider("other").then(flowing(Duration.ofSeconds(5), Wire.OLLAMA.says("x")));

    // When
    Timed timed = ask(model, true);

    // Then
    assertThat(timed.answer.errorInside().getString("message")).contains("max_streaming_duration");
    assertThat(timed.answer.said()).isNotEmpty();
    assertThat(timed.took).isBetween(limit, limit.plus(LATE));
  }

  private static Reply flowing(Duration time, String piece) {
    Duration pause = Duration.ofMillis(20);
    Reply flowing = Wire.OLLAMA.stream();
    for (long i = 0; i < time.dividedBy(pause); i++) {
      flowing = flowing.body(piece).pause(pause);
    }
    return flowing.body(Wire.OLLAMA.ending());
  }

  private record Timed(Answer answer, Duration took) {}

  private Timed ask(String model, boolean streamed) throws Exception {
    long started = System.nanoTime();
    Answer answer = lab.chat(model, streamed);
    return new Timed(answer, Duration.ofNanos(System.nanoTime() - started));
  }
}
