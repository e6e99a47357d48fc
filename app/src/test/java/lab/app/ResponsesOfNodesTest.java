package lab.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import lab.config.KeyHash;
import lab.testkit.answers.Answers;
import lab.testkit.script.ScriptedProvider;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes without a cache: a response that one has given is gone on from at each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResponsesOfNodesTest {
  private static final String MINE = "sk-my-key-of-this-test";
  private static final String YOURS = "sk-your-key-of-this-test";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Vertx vertx = Vertx.vertx();
  private ScriptedProvider provider;
  private TestCluster cluster;
  private List<TestNode> nodes;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    provider = ScriptedProvider.start(vertx).await(10, SECONDS);
    provider.otherwise(Answers.chat(Flavour.VLLM, "m", Said.words("Hello")));
    cluster = new TestCluster(folder, files(), 3);
    nodes = cluster.startAll("a", "b", "c");
  }

  @AfterAll
  void stop() throws Exception {
    cluster.close();
    var unused = vertx.close().await(10, SECONDS);
  }

  private Map<String, String> files() {
    return Map.of(
        "providers.yaml",
        """
        health_checks: {enabled: false}
        providers:
          good: {type: vllm, base_url: "%s", models: [m]}
        """
            .formatted(provider.address()),
        "gateway.yaml",
        // Only that processes which have just begun are slow.
        "litellm_settings: {cache_params: {single_flight_peer_timeout: 10s}}\n",
        "keys.yaml",
        "keys: {mine: {sha256: %s}, yours: {sha256: %s}}\n"
            .formatted(KeyHash.of(MINE).hex(), KeyHash.of(YOURS).hex()));
  }

  private HttpResponse<String> send(int node, String key, String path, HttpRequest.Builder request)
      throws Exception {
    return CLIENT.send(
        request
            .uri(URI.create(nodes.get(node).base() + "/v1/responses" + path))
            .timeout(PATIENCE)
            .header("content-type", "application/json")
            .header("authorization", "Bearer " + key)
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> ask(int node, String key, String input, String previous)
      throws Exception {
    JsonObject body = new JsonObject().put("model", "m").put("input", input);
    if (!previous.isEmpty()) {
      body.put("previous_response_id", previous);
    }
    return send(
        node, key, "", HttpRequest.newBuilder().POST(BodyPublishers.ofString(body.encode())));
  }

  private String idOf(HttpResponse<String> answer) throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new JsonObject(answer.body()).getString("id");
  }

  private HttpResponse<String> get(int node, String key, String id) throws Exception {
    return send(node, key, "/" + id, HttpRequest.newBuilder().GET());
  }

  private HttpResponse<String> delete(int node, String key, String id) throws Exception {
    return send(node, key, "/" + id, HttpRequest.newBuilder().DELETE());
  }

  @Test
  void aConversationGoesOnAtEachNode() throws Exception {
    // Given
    String first = idOf(ask(0, MINE, "one", ""));
    String second = idOf(ask(1, MINE, "two", first));

    // When
    HttpResponse<String> third = ask(2, MINE, "three", second);

    // Then
    assertThat(third.statusCode()).isEqualTo(200);
    assertThat(
            new JsonObject(provider.requests().getLast().text())
                .getJsonArray("messages").stream()
                    .map(JsonObject.class::cast)
                    .map(message -> message.getString("content")))
        .containsExactly("one", "Hello", "two", "Hello", "three");
  }

  @Test
  void aResponseIsGivenAgainAndDeletedByEachNode() throws Exception {
    // Given
    HttpResponse<String> first = ask(0, MINE, "one", "");
    String id = idOf(first);

    // When
    HttpResponse<String> again = get(1, MINE, id);
    HttpResponse<String> input = get(2, MINE, id + "/input_items");
    HttpResponse<String> deleted = delete(2, MINE, id);

    // Then
    assertThat(new JsonObject(again.body())).isEqualTo(new JsonObject(first.body()));
    assertThat(new JsonObject(input.body()).getJsonArray("data").encode()).contains("\"one\"");
    assertThat(deleted.statusCode()).isEqualTo(200);
    for (int node = 0; node < 3; node++) {
      assertThat(get(node, MINE, id).statusCode()).isEqualTo(404);
      assertThat(get(node, MINE, id + "/input_items").statusCode()).isEqualTo(404);
      assertThat(delete(node, MINE, id).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void anothersResponseIsNoneAtAnyNode() throws Exception {
    // Given
    String id = idOf(ask(0, MINE, "secret", ""));

    // Then
    for (int node = 0; node < 3; node++) {
      assertThat(get(node, YOURS, id).statusCode()).isEqualTo(404);
      assertThat(get(node, YOURS, id + "/input_items").statusCode()).isEqualTo(404);
      assertThat(delete(node, YOURS, id).statusCode()).isEqualTo(404);
      assertThat(ask(node, YOURS, "and?", id).statusCode()).isEqualTo(400);
    }
    assertThat(get(2, MINE, id).statusCode()).isEqualTo(200);
  }

  @Test
  void aResponseThatNoNodeHasGivenIsNone() throws Exception {
    assertThat(get(1, MINE, "resp_" + "0".repeat(32)).statusCode()).isEqualTo(404);
    assertThat(ask(1, MINE, "and?", "resp_" + "0".repeat(32)).statusCode()).isEqualTo(400);
  }
}
