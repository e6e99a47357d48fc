package lab.testkit.answers;

import java.time.Duration;
import lab.testkit.script.Reply;
import lab.testkit.wire.AnthropicEvents;
import lab.testkit.wire.ErrorBodies;
import org.jspecify.annotations.Nullable;

/** How each kind of server says no, in its own words and shapes. */
public final class Refusals {
  private Refusals() {}

  public static Reply openAiBadKey() {
    return openAi(401, "Incorrect API key provided.", "invalid_request_error", "invalid_api_key");
  }

  public static Reply openAiNoModel(String model) {
    return openAi(
        404,
        "The model `" + model + "` does not exist or you do not have access to it.",
        "invalid_request_error",
        "model_not_found");
  }

  public static Reply openAiTooLong() {
    return openAi(
        400,
        "This model's maximum context length is 8192 tokens. However, your messages resulted in"
            + " 9000 tokens.",
        "invalid_request_error",
        "context_length_exceeded");
  }

  public static Reply openAiRate(Duration retryAfter) {
    return openAiRateWithoutTime().header("retry-after", Long.toString(retryAfter.toSeconds()));
  }

  /** A true rate limit that does not say when it passes. */
  public static Reply openAiRateWithoutTime() {
    return openAi(429, "Rate limit reached.", "requests", "rate_limit_exceeded");
  }

  /** No money: the same status as a rate limit. */
  public static Reply openAiNoMoney() {
    return openAi(
        429, "You exceeded your current quota.", "insufficient_quota", "insufficient_quota");
  }

  public static Reply openAiServerError() {
    return openAi(500, "The server had an error.", "server_error", null);
  }

  public static Reply openAiOverloaded() {
    return openAi(
        503, "The server is overloaded.", "service_unavailable_error", "server_is_overloaded");
  }

  private static Reply openAi(int status, String message, String type, @Nullable String code) {
    return Reply.json(status, ErrorBodies.openAi(message, type, code));
  }

  /** Here the error is a string. */
  public static Reply vllmBadKey() {
    return Reply.json(401, ErrorBodies.plain("Unauthorized"));
  }

  public static Reply vllmNoModel(String model) {
    return vllm(404, "The model `" + model + "` does not exist.", "model");
  }

  public static Reply vllmTooLong() {
    return vllm(
        400,
        "This model's maximum context length is 4096 tokens. However, your request has 5000 input"
            + " tokens. Please reduce the length of the input messages.",
        "input_tokens");
  }

  public static Reply vllmServerError() {
    return vllm(500, "EngineCore encountered an issue.", null);
  }

  private static Reply vllm(int status, String message, @Nullable String param) {
    return Reply.json(status, ErrorBodies.vllm(status, message, param));
  }

  /** Every path answers so while a model is loaded. */
  public static Reply llamaCppLoading() {
    return llamaCpp(503, "Loading model");
  }

  public static Reply llamaCppBadKey() {
    return llamaCpp(401, "Invalid API Key");
  }

  public static Reply llamaCppTooLong() {
    return Reply.json(
        400,
        """
        {"error":{"code":400,"message":"request (4390 tokens) exceeds the available context size \
        (4096 tokens), try increasing it","type":"exceed_context_size_error",\
        "n_prompt_tokens":4390,"n_ctx":4096}}\
        """);
  }

  /** Too long, told in the middle of the work and as a fault of the server. */
  public static Reply llamaCppTooLongAs500() {
    return llamaCpp(500, "Context size has been exceeded.");
  }

  public static Reply llamaCppServerError() {
    return llamaCpp(500, "failed to process");
  }

  private static Reply llamaCpp(int status, String message) {
    return Reply.json(status, ErrorBodies.llamaCpp(status, message));
  }

  public static Reply llamaCppPythonBadKey() {
    return Reply.json(401, ErrorBodies.llamaCppPython(401, "Invalid API key", null));
  }

  /** A missing model is a 400 here. */
  public static Reply llamaCppPythonNoModel(String model) {
    return Reply.json(
        400,
        ErrorBodies.llamaCppPython(
            400, "The model `" + model + "` does not exist", "model_not_found"));
  }

  public static Reply ollamaNoModel(String model) {
    return ollama(404, "model '" + model + "' not found");
  }

  public static Reply ollamaBusy() {
    return ollama(503, "server busy, please try again.  maximum pending requests exceeded");
  }

  /** A spent quota, told with the status of a rate limit. */
  public static Reply ollamaUsageLimit() {
    return ollama(
        429,
        "you (someone) have reached your session usage limit, upgrade for higher limits:"
            + " https://ollama.com/upgrade");
  }

  public static Reply ollamaServerError() {
    return ollama(500, "model runner has unexpectedly stopped");
  }

  /** Plain text, as the cloud sometimes answers. */
  public static Reply ollamaCloudUnauthorized() {
    return Reply.status(401).header("content-type", "text/plain").sized().body("unauthorized\n");
  }

  private static Reply ollama(int status, String text) {
    return Reply.json(status, ErrorBodies.plain(text));
  }

  public static Reply anthropicBadKey() {
    return anthropic(401, "authentication_error", "invalid x-api-key");
  }

  public static Reply anthropicNoModel(String model) {
    return anthropic(404, "not_found_error", "model: " + model);
  }

  public static Reply anthropicTooLong() {
    return anthropic(
        400, "invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum");
  }

  public static Reply anthropicRate(Duration retryAfter) {
    return anthropic(429, "rate_limit_error", "This request would exceed your rate limit.")
        .header("retry-after", Long.toString(retryAfter.toSeconds()));
  }

  /** A spend cap that one has set oneself, told as a wrong request. */
  public static Reply anthropicSpendLimit() {
    return anthropic(
        400,
        "invalid_request_error",
        "You have reached your specified API usage limits. You will regain access on 2026-12-01.");
  }

  public static Reply anthropicNoMoney() {
    return anthropic(402, "billing_error", "Your credit balance is too low.");
  }

  public static Reply anthropicOverloaded() {
    return anthropic(529, "overloaded_error", "Overloaded");
  }

  public static Reply anthropicServerError() {
    return anthropic(500, "api_error", "Internal server error");
  }

  private static Reply anthropic(int status, String type, String message) {
    return Reply.json(status, AnthropicEvents.error(type, message).toString());
  }

  /** An error inside a 200. */
  public static Reply openRouterErrorInside200() {
    return Reply.json(
        200, ErrorBodies.openRouter(502, "Provider returned error", "provider_unavailable"));
  }

  public static Reply openRouterNoMoney() {
    return Reply.json(402, ErrorBodies.openRouter(402, "Insufficient credits", "payment_required"));
  }

  /** A page of some proxy in between. */
  public static Reply proxyPage() {
    return Reply.status(502)
        .header("content-type", "text/html")
        .sized()
        .body("<html><body><h1>502 Bad Gateway</h1></body></html>");
  }
}
