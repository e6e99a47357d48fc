package lab.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import lab.app.ClusterTurn;
import lab.app.NodeProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A key that one of three nodes issues is good on all of them, also after they were killed. */
@ExtendWith(ClusterTurn.class)
class IssuedKeysTest {
  private static final String MASTER = "sk-0123456789abcdef0123456789abcdef";
  private static final List<String> NAMES = List.of("a", "b", "c");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Nodes nodes;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    String providers =
        "providers: {one: {type: vllm, base_url: 'http://127.0.0.1:9', models: [m]}}";
    Map<String, String> files =
        Map.of(
            "providers.yaml",
            providers + "\nhealth_checks: {enabled: false}\n",
            "gateway.yaml",
            "general_settings: {master_key: " + MASTER + "}\n");
    nodes = new Nodes(folder, files, "a", "b", "c");
    startAll();
  }

  private void startAll() throws Exception {
    for (String name : NAMES) {
      NodeProcess unused = nodes.begin(name);
    }
    for (String name : NAMES) {
      nodes.node(name).ready();
    }
    for (String name : NAMES) {
      await().atMost(PATIENCE).until(() -> knowsAll(name));
    }
  }

  @AfterEach
  void stop() {
    nodes.close();
    http.close();
  }

  private boolean knowsAll(String name) throws Exception {
    JsonObject said = new JsonObject(ask(name, MASTER, "GET", "/admin/cluster", "").body());
    return said.getJsonArray("nodes").stream()
            .map(JsonObject.class::cast)
            .filter(one -> one.getString("phase").equals("serving"))
            .count()
        == NAMES.size();
  }

  private HttpResponse<String> ask(String name, String key, String method, String path, String body)
      throws Exception {
    return http.send(
        HttpRequest.newBuilder(nodes.node(name).at(path))
            .timeout(PATIENCE)
            .header("authorization", "Bearer " + key)
            .header("content-type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private int statusOf(String name, String key) throws Exception {
    return ask(name, key, "GET", "/v1/models", "").statusCode();
  }

  @Test
  @Tag("soak")
  void aKeyIsGoodEverywhereUntilItIsTakenBackAnywhere() throws Exception {
    // When
    JsonObject issued =
        new JsonObject(ask("a", MASTER, "POST", "/key/generate", "{\"key_alias\":\"ci\"}").body());
    String key = issued.getString("key");

    // Then
    for (String name : NAMES) {
      await().atMost(PATIENCE).until(() -> statusOf(name, key) == 200);
    }

    // When: none of them can ask another
    NAMES.forEach(name -> nodes.node(name).close());
    startAll();

    // Then
    for (String name : NAMES) {
      assertThat(statusOf(name, key)).as(name).isEqualTo(200);
    }

    // When
    String order = "{\"keys\":[\"" + key + "\"]}";
    assertThat(ask("b", MASTER, "POST", "/key/delete", order).statusCode()).isEqualTo(200);

    // Then
    for (String name : NAMES) {
      await().atMost(PATIENCE).until(() -> statusOf(name, key) == 401);
    }
  }
}
