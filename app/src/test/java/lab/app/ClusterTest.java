package lab.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import lab.contract.Heartbeat.Phase;
import lab.contract.NodeId;
import lab.contract.Role;
import lab.contract.members.Members.Member;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that find each other, and nodes that do not. */
class ClusterTest {
  private static final Map<String, String> FILES =
      Map.of(
          "providers.yaml",
          """
          providers:
            one:
              type: ollama
              base_url: http://127.0.0.1:9
              status: active
              models: [a-model]
          health_checks:
            enabled: true
          """);

  @TempDir private Path folder = Path.of(".");
  private TestCluster cluster;

  @BeforeEach
  void begin() throws Exception {
    cluster = new TestCluster(folder, FILES, 3);
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  private static List<String> serving(TestNode node) {
    return node.node().members().serving(Role.GATEWAY, Instant.now()).stream()
        .map(NodeId::value)
        .toList();
  }

  private static JsonObject page(TestNode node) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(node.base() + "/admin/cluster")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      return new JsonObject(answer.body());
    }
  }

  @Test
  void eachNodeKnowsAllOthersAndWhoLeavesIsKnownToLeave() throws Exception {
    // Given
    TestNode a = cluster.start("a");
    TestNode b = cluster.start("b");
    TestNode c = cluster.start("c");
    for (TestNode node : List.of(a, b, c)) {
      await().until(() -> serving(node).equals(List.of("a", "b", "c")));
    }

    // When
    c.stop(Duration.ZERO);

    // Then: by its last word, and not by its silence
    await().atMost(Duration.ofSeconds(2)).until(() -> serving(a).equals(List.of("a", "b")));
    await().atMost(Duration.ofSeconds(2)).until(() -> serving(b).equals(List.of("a", "b")));
  }

  @Test
  void anOperatorSeesTheNodesAndWhoPollsWhat() throws Exception {
    // Given
    TestNode a = cluster.start("a");
    TestNode b = cluster.start("b");
    await().until(() -> serving(a).equals(List.of("a", "b")));
    await().until(() -> serving(b).equals(List.of("a", "b")));

    // When
    JsonObject page = page(a);

    // Then
    assertThat(page.getString("node")).isEqualTo("a");
    JsonObject other = page.getJsonArray("nodes").getJsonObject(1);
    assertThat(other.getString("node")).isEqualTo("b");
    assertThat(other.getString("phase")).isEqualTo("serving");
    assertThat(other.getJsonArray("roles"))
        .containsExactly("gateway", "health", "metrics", "router");
    assertThat(Math.abs(other.getLong("clock_skew_ms"))).isLessThan(2_000);
    assertThat(page.getJsonObject("polled_by").getString("one")).isIn("a", "b");
    assertThat(page(b).getJsonObject("polled_by")).isEqualTo(page.getJsonObject("polled_by"));
  }

  @Test
  void aNodeWhoseClusterCanNotBeReachedServesAloneAndIsJoinedLater() throws Exception {
    // Given: of three addresses to join, nobody is at the others
    TestNode a = cluster.start("a");
    List<String> alone = serving(a);

    // When
    TestNode b = cluster.start("b");

    // Then
    assertThat(alone).containsExactly("a");
    await().until(() -> serving(a).equals(List.of("a", "b")));
    await().until(() -> serving(b).equals(List.of("a", "b")));
  }

  @Test
  void aSecondNodeOfTheSameNameIsRefused() throws Exception {
    // Given
    TestNode a = cluster.start("a");

    // When
    var second = assertThatThrownBy(() -> cluster.start("a"));

    // Then
    second.isInstanceOf(Told.class).hasMessageContaining("--node is a, and a node of the cluster");
    assertThat(a.node().members().living(Instant.now()))
        .extracting(Member::heartbeat)
        .extracting(beat -> beat.node().value() + " " + beat.phase())
        .containsExactly("a " + Phase.SERVING);
  }
}
