package lab.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import lab.app.NodeProcess;

/** What clients and operators ask of a node; each answer is read whole. */
final class Asking {
  /** Kept for all tests: what they have in common is no state. */
  private static final HttpClient CLIENT = client();

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Asking() {}

  private static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(5))
        .build();
  }

  static HttpResponse<String> get(URI where) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(where).timeout(PATIENCE).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  static JsonObject json(URI where) throws Exception {
    return new JsonObject(get(where).body());
  }

  /** Changes something; what the node says of it. */
  static JsonObject patch(URI where, JsonObject wish) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(where)
            .timeout(PATIENCE)
            .method("PATCH", HttpRequest.BodyPublishers.ofString(wish.encode()))
            .build();
    return new JsonObject(CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  /** Asks for a chat, as a request or as a stream. */
  static HttpResponse<String> chat(URI base, String model, boolean streamed) throws Exception {
    return chat(CLIENT, base, model, streamed);
  }

  /**
   * The same on a connection of its own: one that was kept may be closed by a node that stops in
   * the very moment in which it is used again, which a client has to expect.
   */
  static HttpResponse<String> chatAnew(URI base, String model, boolean streamed) throws Exception {
    try (HttpClient own = client()) {
      return chat(own, base, model, streamed);
    }
  }

  private static HttpResponse<String> chat(
      HttpClient client, URI base, String model, boolean streamed) throws Exception {
    String body =
        "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
            .formatted(model, streamed);
    return client.send(
        HttpRequest.newBuilder(base.resolve("/v1/chat/completions"))
            .timeout(PATIENCE)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  static HttpResponse<String> chat(NodeProcess node, String model) throws Exception {
    return chat(node.at("/"), model, false);
  }

  /** Who gave an answer. */
  static String servedBy(HttpResponse<String> answer) {
    return answer.headers().firstValue("x-lab-provider").orElse("nobody");
  }

  /** What a node says of a provider. */
  static JsonObject provider(NodeProcess node, String name) throws Exception {
    return json(node.at("/admin/providers?provider=" + name))
        .getJsonArray("providers")
        .getJsonObject(0);
  }

  /** In which state a node says that a provider is. */
  static String state(NodeProcess node, String provider) throws Exception {
    return provider(node, provider).getString("state");
  }

  /** Asks for chats that fail, as many as open a circuit where three are enough. */
  static void failThrice(NodeProcess node, String model) throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(chat(node, model).statusCode()).isEqualTo(502);
    }
  }

  static boolean isReady(NodeProcess node) throws Exception {
    return get(node.at("/health/readiness")).statusCode() == 200;
  }
}
