package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import lab.contract.CallFinished;
import lab.testkit.answers.Refusals;
import lab.testkit.script.Reply;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What each kind of failure leads to, and what the client is told when nobody is left. */
class FailureKindsTest extends WithLab {
  @Override
  Map<String, String> files() {
    return Map.of(
        "gateway.yaml",
        "litellm_settings: {num_retries: 0}\n",
        "providers.yaml",
        """
        health_checks: {enabled: false}
        providers:
          one: {type: vllm, base_url: "@one", models: [m]}
          two: {type: vllm, base_url: "@two", models: [m]}
        """,
        "model-mappings.yaml",
        """
        exact_matches:
          alone: {provider: one, backend_model: m}
          pair: {provider: one, backend_model: m, fallback: two}
        """);
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("lab.app.e2e.provider.FailureRow#MOVES_ON")
  void movesOn(FailureRow row) throws Exception {
    // Given
    lab.provider("one").then(row.reply());
    lab.provider("two").then(Wire.VLLM.whole("Hello"));

    // When
    Answer answer = lab.chat("pair", false);

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("x-lab-attempts")).isEqualTo("one:" + row.kind() + ", two:ok");
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("lab.app.e2e.provider.FailureRow#ENDS")
  void ends(FailureRow row) throws Exception {
    // Given
    int others = lab.provider("two").requests().size();
    lab.provider("one").then(row.reply());

    // When
    Answer answer = lab.chat("pair", false);

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("x-lab-attempts")).isEqualTo("one:" + row.kind());
    assertThat(lab.provider("two").requests()).hasSize(others);
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("lab.app.e2e.provider.FailureRow#ALL")
  void isTheClientsToKnowWhenNobodyIsLeft(FailureRow row) throws Exception {
    for (boolean streamed : new boolean[] {true, false}) {
      // Given
      lab.provider("one").then(row.reply());

      // When
      Answer answer = lab.chat("alone", streamed);

      // Then
      assertThat(answer.status()).isEqualTo(row.status());
      assertThat(answer.header("content-type")).isEqualTo("application/json");
      JsonObject error = answer.error();
      assertThat(error.fieldNames()).containsExactlyInAnyOrder("message", "type", "param", "code");
      assertThat(error.getString("type")).isEqualTo(row.type());
      assertThat(error.getString("code")).isEqualTo(row.code());
      assertThat(error.getString("message")).isNotBlank();
      assertThat(answer.header("retry-after")).isEqualTo(row.retryAfter());
      assertThat(answer.header("x-should-retry")).isEqualTo(row.retryUseless() ? "false" : null);
      CallFinished call = lab.finished(answer);
      assertThat(call.status()).isEqualTo(row.status());
      assertThat(call.failure()).isEqualTo(row.kind());
      assertThat(call.servedBy()).isNull();
    }
  }

  @Test
  void whatAProviderSaysOfTheKeyIsNotPassedOn() throws Exception {
    // Given
    lab.provider("one").then(Refusals.openAiBadKey());

    // When
    Answer answer = lab.chat("alone", false);

    // Then
    assertThat(answer.body()).doesNotContain("Incorrect API key");
  }

  @Test
  void agentsFindTheWordsThatMakeThemShortenTheirHistory() throws Exception {
    // Given
    lab.provider("one").then(Refusals.llamaCppTooLong());

    // When
    Answer answer = lab.chat("alone", false);

    // Then
    assertThat(answer.error().getString("message")).contains("maximum context length");
    assertThat(answer.error().getString("param")).isEqualTo("messages");
  }

  @Test
  void whatIsWrongWithARequestIsToldInTheProvidersWords() throws Exception {
    // Given
    lab.provider("one").then(FailureRow.UNPROCESSABLE);

    // When
    Answer answer = lab.chat("alone", false);

    // Then
    assertThat(answer.error().getString("message")).isEqualTo("temperature is 9; it must be 0..2");
    assertThat(answer.error().getString("param")).isEqualTo("temperature");
  }

  /** Two failures, and what the client is told of them. */
  private record Two(String name, Reply first, Reply second, int status, @Nullable String after) {
    @Override
    public String toString() {
      return name;
    }
  }

  static final List<Two> twoFailures =
      List.of(
          new Two(
              "of two rate limits the one that ends first",
              Refusals.openAiRate(Duration.ofSeconds(30)),
              Refusals.openAiRate(Duration.ofSeconds(4)),
              429,
              "4"),
          new Two(
              "a rate limit before a server error",
              Refusals.openAiServerError(),
              Refusals.openAiRate(Duration.ofSeconds(4)),
              429,
              "4"),
          new Two(
              "a server error before a bad key",
              Refusals.openAiServerError(),
              Refusals.openAiBadKey(),
              502,
              null),
          new Two(
              "an overload before a missing model",
              Refusals.openAiNoModel("m"),
              Refusals.openAiOverloaded(),
              503,
              "5"),
          new Two(
              "what is wrong with the request before all else",
              Refusals.openAiRate(Duration.ofSeconds(4)),
              Refusals.openAiTooLong(),
              400,
              null));

  @ParameterizedTest(name = "{0}")
  @FieldSource("twoFailures")
  void ofSeveralFailuresTheOneIsToldThatHelpsTheClientMost(Two two) throws Exception {
    // Given
    lab.provider("one").then(two.first);
    lab.provider("two").then(two.second);

    // When
    Answer answer = lab.chat("pair", false);

    // Then
    assertThat(answer.status()).isEqualTo(two.status);
    assertThat(answer.header("retry-after")).isEqualTo(two.after);
    assertThat(answer.header("x-lab-attempts")).matches("one:[A-Z_]+, two:[A-Z_]+");
  }
}
