package lab.app;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import lab.contract.ModelName;
import lab.contract.RouteQuery;
import lab.router.explain.Explanation;

/** A node that runs somewhere, asked over HTTP. */
final class RunningNode {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final URI base;

  /**
   * @param base where its clients ask, such as {@code http://localhost:4000}
   */
  RunningNode(URI base) {
    this.base = base;
  }

  /** How it would decide now. */
  Explanation explain(RouteQuery query) {
    String operation = query.operation().label();
    HttpRequest request;
    try {
      HttpRequest.Builder asking =
          HttpRequest.newBuilder(base.resolve("/admin/route?operation=" + operation))
              .timeout(PATIENCE)
              .header("content-type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body(query).encode()));
      query.facts().headers().forEach(asking::header);
      request = asking.build();
    } catch (IllegalArgumentException wrong) {
      throw new Told(
          2,
          "--url is "
              + base
              + " ("
              + wrong.getMessage()
              + "); it must be like http://localhost:4000");
    }
    try (HttpClient client = client()) {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new Told(1, base + " answered " + answer.statusCode() + ": " + answer.body());
      }
      return Explanation.read(answer.body());
    } catch (IOException unreachable) {
      throw new Told(1, base + " can not be asked: " + unreachable);
    } catch (IllegalArgumentException other) {
      throw new Told(1, base + " is no node of this gateway: its answer is no explanation");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Told(1, "stopped while " + base + " was asked");
    }
  }

  /** HTTP/1.1 only: servers in front of a node may lose a body that comes with an upgrade. */
  private static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(PATIENCE)
        .build();
  }

  private static JsonObject body(RouteQuery query) {
    JsonObject body = new JsonObject();
    ModelName model = query.model();
    if (model != null) {
      body.put("model", model.value());
    }
    if (query.streamed()) {
      body.put("stream", true);
    }
    if (!query.fallbacks().isEmpty()) {
      body.put("fallbacks", query.fallbacks().stream().map(ModelName::value).toList());
    }
    if (query.fallbacksDisabled()) {
      body.put("disable_fallbacks", true);
    }
    if (query.capability() != null) {
      body.put("capability", query.capability());
    }
    if (!query.facts().metadata().isEmpty()) {
      body.put("metadata", new JsonObject(Map.copyOf(query.facts().metadata())));
    }
    // A short common word is a token.
    String text = "word ".repeat(Math.max(1, query.facts().promptTokens())).strip();
    return switch (query.operation()) {
      case CHAT ->
          body.put("messages", List.of(new JsonObject().put("role", "user").put("content", text)));
      case COMPLETION -> body.put("prompt", text);
      case EMBEDDING -> body.put("input", text);
    };
  }
}
