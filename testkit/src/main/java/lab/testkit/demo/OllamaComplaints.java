package lab.testkit.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Set;
import lab.testkit.wire.ErrorBodies;

/** How Ollama refuses. */
final class OllamaComplaints {
  private static final String RETRY_AFTER_SECONDS = "7";

  private final List<String> models;

  OllamaComplaints(List<String> models) {
    this.models = List.copyOf(models);
  }

  void say(HttpServerRequest request, int status, String text) {
    Replies.json(request, status, ErrorBodies.plain(text));
  }

  /**
   * Refuses, or falls silent, where the model's name demands it or is not known.
   *
   * @return whether that was so
   */
  boolean aboutModel(HttpServerRequest request, String model) {
    Mischief mischief = Mischief.of(model).orElse(null);
    if (mischief == null) {
      return unknownModel(request, model);
    }
    return switch (mischief) {
      case FAILS_500 -> said(request, 500, "model runner has unexpectedly stopped (simulated)");
      case FAILS_429 -> {
        request.response().putHeader("retry-after", RETRY_AFTER_SECONDS);
        yield said(request, 429, "too many requests (simulated)");
      }
      case LOADING ->
          said(request, 503, "server busy, please try again.  maximum pending requests exceeded");
      case UNAUTHORIZED -> said(request, 401, "unauthorized");
      case SILENT -> true;
      case DIES_MIDSTREAM, SLOW -> false;
    };
  }

  private boolean unknownModel(HttpServerRequest request, String model) {
    if (model.isEmpty()) {
      return said(request, 400, "model is required");
    }
    if (models.contains(model) || models.contains(model + ":latest")) {
      return false;
    }
    return said(request, 404, "model '" + model + "' not found");
  }

  /** Refuses to think where the model can not. */
  boolean aboutThinking(HttpServerRequest request, String model, JsonNode think) {
    boolean wanted = think.isTextual() || think.asBoolean();
    return wanted
        && !Storyteller.thinks(model)
        && said(request, 400, "\"" + model + "\" does not support thinking");
  }

  private boolean said(HttpServerRequest request, int status, String text) {
    say(request, status, text);
    return true;
  }

  void unknownPath(HttpServerRequest request) {
    Replies.text(request, 404, "404 page not found");
  }

  void wrongMethod(HttpServerRequest request, Set<HttpMethod> allowed) {
    request.response().putHeader("allow", Replies.allowed(allowed));
    Replies.text(request, 405, "405 method not allowed");
  }
}
