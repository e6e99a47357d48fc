package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lab.contract.CallFinished;
import lab.contract.FailureKind;
import lab.testkit.answers.Refusals;
import lab.testkit.script.Reply;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What each kind of failure leads to, and what the client is told when nobody is left. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailureKindsTest {

  /**
   * @param name how the provider said it
   * @param status what the client gets when there is nobody else
   */
  private record Row(
      String name,
      Reply reply,
      FailureKind kind,
      int status,
      String type,
      String code,
      @Nullable String retryAfter,
      boolean retryUseless) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final String INVALID = "invalid_request_error";
  private static final String UNAVAILABLE = "service_unavailable_error";

  private static Row auth(String name, Reply reply) {
    return new Row(
        name, reply, FailureKind.AUTH, 503, UNAVAILABLE, "upstream_unavailable", null, true);
  }

  private static Row credits(String name, Reply reply) {
    return new Row(
        name, reply, FailureKind.CREDITS, 503, UNAVAILABLE, "upstream_unavailable", null, true);
  }

  private static Row rate(String name, Reply reply, String after) {
    return new Row(
        name,
        reply,
        FailureKind.RATE,
        429,
        "rate_limit_error",
        "rate_limit_exceeded",
        after,
        false);
  }

  private static Row busy(String name, Reply reply, FailureKind kind, String after) {
    return new Row(name, reply, kind, 503, UNAVAILABLE, "server_is_overloaded", after, false);
  }

  private static Row server(String name, Reply reply) {
    return new Row(
        name, reply, FailureKind.SERVER, 502, "server_error", "upstream_error", null, false);
  }

  private static Row missing(String name, Reply reply) {
    return new Row(name, reply, FailureKind.NOT_FOUND, 404, INVALID, "model_not_found", null, true);
  }

  private static Row tooLong(String name, Reply reply) {
    return new Row(
        name, reply, FailureKind.TOO_LONG, 400, INVALID, "context_length_exceeded", null, false);
  }

  private static final Reply FILTERED =
      Reply.json(
          400,
          "{\"error\":{\"message\":\"flagged\",\"type\":\"invalid_request_error\",\"param\":\"prompt\","
              + "\"code\":\"content_filter\"}}");

  private static final Reply UNPROCESSABLE =
      Reply.json(
          422,
          "{\"error\":{\"message\":\"temperature is 9; it must be 0..2\","
              + "\"type\":\"invalid_request_error\",\"param\":\"temperature\",\"code\":\"bad_value\"}}");

  static final List<Row> movesOn =
      List.of(
          auth("OpenAI's bad key", Refusals.openAiBadKey()),
          auth("vLLM's bad key", Refusals.vllmBadKey()),
          auth("llama.cpp's bad key", Refusals.llamaCppBadKey()),
          auth("llama-cpp-python's bad key", Refusals.llamaCppPythonBadKey()),
          auth("Ollama cloud's bad key", Refusals.ollamaCloudUnauthorized()),
          auth("Anthropic's bad key", Refusals.anthropicBadKey()),
          credits("Anthropic's empty purse", Refusals.anthropicNoMoney()),
          credits("Anthropic's spend limit", Refusals.anthropicSpendLimit()),
          rate("Anthropic's rate limit", Refusals.anthropicRate(Duration.ofSeconds(7)), "7"),
          busy("Anthropic's overload", Refusals.anthropicOverloaded(), FailureKind.OVERLOAD, "5"),
          server("Anthropic's error", Refusals.anthropicServerError()),
          missing("Anthropic's unknown model", Refusals.anthropicNoModel("m")),
          credits("OpenAI's empty purse", Refusals.openAiNoMoney()),
          credits("OpenRouter's empty purse", Refusals.openRouterNoMoney()),
          credits("Ollama's spent quota", Refusals.ollamaUsageLimit()),
          rate("a rate limit with its end", Refusals.openAiRate(Duration.ofSeconds(7)), "7"),
          rate("a rate limit without its end", Refusals.openAiRateWithoutTime(), "1"),
          rate(
              "a rate limit until a part of a second",
              Refusals.openAiRateWithoutTime().header("retry-after-ms", "1200"),
              "2"),
          busy("OpenAI's overload", Refusals.openAiOverloaded(), FailureKind.OVERLOAD, "5"),
          busy("Ollama's full queue", Refusals.ollamaBusy(), FailureKind.OVERLOAD, "5"),
          busy(
              "an overload with its end",
              Refusals.openAiOverloaded().header("retry-after", "9"),
              FailureKind.OVERLOAD,
              "9"),
          busy("llama.cpp's loading", Refusals.llamaCppLoading(), FailureKind.LOADING, "5"),
          server("OpenAI's error", Refusals.openAiServerError()),
          server("vLLM's error", Refusals.vllmServerError()),
          server("llama.cpp's error", Refusals.llamaCppServerError()),
          server("Ollama's error", Refusals.ollamaServerError()),
          server("a proxy's page", Refusals.proxyPage()),
          missing("OpenAI's unknown model", Refusals.openAiNoModel("m")),
          missing("vLLM's unknown model", Refusals.vllmNoModel("m")),
          missing("llama-cpp-python's unknown model", Refusals.llamaCppPythonNoModel("m")),
          missing("Ollama's unknown model", Refusals.ollamaNoModel("m")));

  static final List<Row> ends =
      List.of(
          tooLong("OpenAI's too long", Refusals.openAiTooLong()),
          tooLong("Anthropic's too long", Refusals.anthropicTooLong()),
          tooLong("vLLM's too long", Refusals.vllmTooLong()),
          tooLong("llama.cpp's too long", Refusals.llamaCppTooLong()),
          tooLong("llama.cpp's too long as a 500", Refusals.llamaCppTooLongAs500()),
          new Row(
              "a filter",
              FILTERED,
              FailureKind.FILTERED,
              400,
              INVALID,
              "content_filter",
              null,
              false),
          new Row(
              "a wrong request",
              UNPROCESSABLE,
              FailureKind.BAD_REQUEST,
              400,
              INVALID,
              "bad_value",
              null,
              false));

  static final List<Row> all = Stream.concat(movesOn.stream(), ends.stream()).toList();

  private Lab lab;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    lab =
        Lab.start(
            folder,
            Map.of(
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
                """));
  }

  @AfterAll
  void close() throws Exception {
    lab.close();
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource
  void movesOn(Row row) throws Exception {
    // Given
    lab.provider("one").then(row.reply);
    lab.provider("two").then(Wire.VLLM.whole("Hello"));

    // When
    Answer answer = lab.chat("pair", false);

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("x-lab-attempts")).isEqualTo("one:" + row.kind + ", two:ok");
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource
  void ends(Row row) throws Exception {
    // Given
    int others = lab.provider("two").requests().size();
    lab.provider("one").then(row.reply);

    // When
    Answer answer = lab.chat("pair", false);

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("x-lab-attempts")).isEqualTo("one:" + row.kind);
    assertThat(lab.provider("two").requests()).hasSize(others);
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("all")
  void isTheClientsToKnowWhenNobodyIsLeft(Row row) throws Exception {
    for (boolean streamed : new boolean[] {true, false}) {
      // Given
      lab.provider("one").then(row.reply);

      // When
      Answer answer = lab.chat("alone", streamed);

      // Then
      assertThat(answer.status()).isEqualTo(row.status);
      assertThat(answer.header("content-type")).isEqualTo("application/json");
      JsonObject error = answer.error();
      assertThat(error.fieldNames()).containsExactlyInAnyOrder("message", "type", "param", "code");
      assertThat(error.getString("type")).isEqualTo(row.type);
      assertThat(error.getString("code")).isEqualTo(row.code);
      assertThat(error.getString("message")).isNotBlank();
      assertThat(answer.header("retry-after")).isEqualTo(row.retryAfter);
      assertThat(answer.header("x-should-retry")).isEqualTo(row.retryUseless ? "false" : null);
      CallFinished call = lab.finished(answer);
      assertThat(call.status()).isEqualTo(row.status);
      assertThat(call.failure()).isEqualTo(row.kind);
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
    lab.provider("one").then(UNPROCESSABLE);

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
