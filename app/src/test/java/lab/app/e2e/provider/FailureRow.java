package lab.app.e2e.provider;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import lab.contract.FailureKind;
import lab.testkit.answers.Refusals;
import lab.testkit.script.Reply;
import org.jspecify.annotations.Nullable;

/**
 * One way in which a provider refuses, and what it leads to.
 *
 * @param name how the provider said it
 * @param status what the client gets when there is nobody else
 */
record FailureRow(
    String name,
    Reply reply,
    FailureKind kind,
    int status,
    String type,
    String code,
    @Nullable String retryAfter,
    boolean retryUseless) {
  private static final String INVALID = "invalid_request_error";
  private static final String UNAVAILABLE = "service_unavailable_error";

  private static final Reply FILTERED =
      Reply.json(
          400,
          "{\"error\":{\"message\":\"flagged\",\"type\":\"invalid_request_error\",\"param\":\"prompt\","
              + "\"code\":\"content_filter\"}}");

  static final Reply UNPROCESSABLE =
      Reply.json(
          422,
          "{\"error\":{\"message\":\"temperature is 9; it must be 0..2\","
              + "\"type\":\"invalid_request_error\",\"param\":\"temperature\",\"code\":\"bad_value\"}}");

  /** Where another candidate may do. */
  static final List<FailureRow> MOVES_ON =
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

  /** Where none would do better. */
  static final List<FailureRow> ENDS =
      List.of(
          tooLong("OpenAI's too long", Refusals.openAiTooLong()),
          tooLong("Anthropic's too long", Refusals.anthropicTooLong()),
          tooLong("vLLM's too long", Refusals.vllmTooLong()),
          tooLong("llama.cpp's too long", Refusals.llamaCppTooLong()),
          tooLong("llama.cpp's too long as a 500", Refusals.llamaCppTooLongAs500()),
          new FailureRow(
              "a filter",
              FILTERED,
              FailureKind.FILTERED,
              400,
              INVALID,
              "content_filter",
              null,
              false),
          new FailureRow(
              "a wrong request",
              UNPROCESSABLE,
              FailureKind.BAD_REQUEST,
              400,
              INVALID,
              "bad_value",
              null,
              false));

  static final List<FailureRow> ALL = Stream.concat(MOVES_ON.stream(), ENDS.stream()).toList();

  private static FailureRow auth(String name, Reply reply) {
    return new FailureRow(
        name, reply, FailureKind.AUTH, 503, UNAVAILABLE, "upstream_unavailable", null, true);
  }

  private static FailureRow credits(String name, Reply reply) {
    return new FailureRow(
        name, reply, FailureKind.CREDITS, 503, UNAVAILABLE, "upstream_unavailable", null, true);
  }

  private static FailureRow rate(String name, Reply reply, String after) {
    return new FailureRow(
        name,
        reply,
        FailureKind.RATE,
        429,
        "rate_limit_error",
        "rate_limit_exceeded",
        after,
        false);
  }

  private static FailureRow busy(String name, Reply reply, FailureKind kind, String after) {
    return new FailureRow(
        name, reply, kind, 503, UNAVAILABLE, "server_is_overloaded", after, false);
  }

  private static FailureRow server(String name, Reply reply) {
    return new FailureRow(
        name, reply, FailureKind.SERVER, 502, "server_error", "upstream_error", null, false);
  }

  private static FailureRow missing(String name, Reply reply) {
    return new FailureRow(
        name, reply, FailureKind.NOT_FOUND, 404, INVALID, "model_not_found", null, true);
  }

  private static FailureRow tooLong(String name, Reply reply) {
    return new FailureRow(
        name, reply, FailureKind.TOO_LONG, 400, INVALID, "context_length_exceeded", null, false);
  }

  @Override
  public String toString() {
    return name;
  }
}
