package lab.testkit.demo;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Set;
import lab.testkit.wire.ErrorBodies;
import lab.testkit.wire.Flavour;
import org.jspecify.annotations.Nullable;

/** How a server of OpenAI's format refuses, in the shape of its flavour. */
final class OpenAiComplaints {
  private static final String RETRY_AFTER_SECONDS = "7";

  private final Flavour flavour;

  OpenAiComplaints(Flavour flavour) {
    this.flavour = flavour;
  }

  void say(HttpServerRequest request, int status, String message) {
    say(request, status, message, null);
  }

  private void say(
      HttpServerRequest request, int status, String message, @Nullable String paramOrCode) {
    String body =
        switch (flavour) {
          case VLLM -> ErrorBodies.vllm(status, message, paramOrCode);
          case LLAMA_CPP -> ErrorBodies.llamaCpp(status, message);
          case LLAMA_CPP_PYTHON -> ErrorBodies.llamaCppPython(status, message, paramOrCode);
          case OPENAI -> ErrorBodies.openAi(message, "invalid_request_error", paramOrCode);
          case OPENROUTER -> ErrorBodies.openRouter(status, message, "unmapped");
        };
    Replies.json(request, status, body);
  }

  /**
   * Refuses, or falls silent, where the model's name demands it or is not known.
   *
   * @return whether that was so
   */
  boolean aboutModel(HttpServerRequest request, String model, List<String> known) {
    Mischief mischief = Mischief.of(model).orElse(null);
    if (mischief == null) {
      return unknownModel(request, model, known);
    }
    return switch (mischief) {
      case FAILS_500 -> said(request, 500, "Simulated: the engine has failed.");
      case FAILS_429 -> {
        request.response().putHeader("retry-after", RETRY_AFTER_SECONDS);
        yield said(request, 429, "Simulated: rate limit reached.");
      }
      case LOADING -> said(request, 503, "Loading model");
      case UNAUTHORIZED -> badKey(request);
      case SILENT -> true;
      case DIES_MIDSTREAM, SLOW -> false;
    };
  }

  private boolean unknownModel(HttpServerRequest request, String model, List<String> known) {
    // llama.cpp serves what it has loaded, whatever is asked for.
    if (model.isEmpty() || known.contains(model) || flavour == Flavour.LLAMA_CPP) {
      return false;
    }
    String message = "The model `" + model + "` does not exist.";
    if (flavour == Flavour.LLAMA_CPP_PYTHON) {
      say(request, 400, message, "model_not_found");
    } else {
      say(request, 404, message, "model");
    }
    return true;
  }

  private boolean badKey(HttpServerRequest request) {
    if (flavour == Flavour.VLLM) {
      Replies.json(request, 401, ErrorBodies.plain("Unauthorized"));
      return true;
    }
    return said(request, 401, "Invalid API Key");
  }

  private boolean said(HttpServerRequest request, int status, String message) {
    say(request, status, message);
    return true;
  }

  void unknownPath(HttpServerRequest request) {
    switch (flavour) {
      case LLAMA_CPP -> say(request, 404, "File Not Found");
      case VLLM, LLAMA_CPP_PYTHON -> Replies.json(request, 404, "{\"detail\":\"Not Found\"}");
      case OPENAI, OPENROUTER ->
          say(request, 404, "Invalid URL (" + request.method() + " " + request.path() + ")");
    }
  }

  void wrongMethod(HttpServerRequest request, Set<HttpMethod> allowed) {
    switch (flavour) {
      // Its routes are pairs of method and path: the wrong one is not found.
      case LLAMA_CPP -> say(request, 404, "File Not Found");
      case VLLM, LLAMA_CPP_PYTHON -> {
        request.response().putHeader("allow", Replies.allowed(allowed));
        Replies.json(request, 405, "{\"detail\":\"Method Not Allowed\"}");
      }
      case OPENAI, OPENROUTER ->
          say(request, 405, "Not allowed to " + request.method() + " on " + request.path());
    }
  }
}
