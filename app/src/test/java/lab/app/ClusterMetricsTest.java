package lab.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lab.testkit.answers.Answers;
import lab.testkit.script.ScriptedProvider;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes of one cluster each tell of what they did themselves. */
class ClusterMetricsTest {
  private final Vertx providers = Vertx.vertx();

  @Test
  void whatThreeNodesTellAddsUpToWhatHappened(@TempDir Path folder) throws Exception {
    // Given
    ScriptedProvider provider =
        ScriptedProvider.start(providers)
            .await(10, TimeUnit.SECONDS)
            .otherwise(Answers.chat(Flavour.OPENAI, "m", Said.words("Hello")));
    Map<String, String> files =
        Map.of(
            "providers.yaml",
            """
            providers:
              p: {type: openai_compatible, base_url: "%s", models: [m]}
            health_checks: {enabled: false}
            """
                .formatted(provider.address()));

    // When
    try (TestCluster cluster = new TestCluster(folder, files, 3)) {
      List<TestNode> nodes = List.of(cluster.start("a"), cluster.start("b"), cluster.start("c"));
      for (int i = 0; i < 6; i++) {
        // One of the first, two of the second, three of the third.
        ask(nodes.get(i == 0 ? 0 : i < 3 ? 1 : 2));
      }

      // Then
      await()
          .untilAsserted(
              () -> {
                for (String name :
                    List.of(
                        "litellm_requests_total{model=\"m\",status=\"success\"}",
                        "provider_requests_total{provider=\"p\",status=\"success\"}",
                        "router_load_balance_distribution_total{provider=\"p\"}")) {
                  assertThat(values(nodes, name)).as(name).containsExactly(1.0, 2.0, 3.0);
                }
                assertThat(values(nodes, "gateway_cluster_nodes{phase=\"serving\"}"))
                    .containsExactly(3.0, 3.0, 3.0);
                assertThat(values(nodes, "gateway_cluster_hazelcast_members"))
                    .containsExactly(3.0, 3.0, 3.0);
              });
    } finally {
      var unused = providers.close().await(10, TimeUnit.SECONDS);
    }
  }

  private static void ask(TestNode node) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(node.base() + "/v1/chat/completions"))
              .POST(
                  BodyPublishers.ofString(
                      "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"))
              .build();
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }

  private static List<Double> values(List<TestNode> nodes, String series) throws Exception {
    return List.of(
        value(nodes.get(0), series), value(nodes.get(1), series), value(nodes.get(2), series));
  }

  private static double value(TestNode node, String series) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(node.base() + "/metrics")).build();
      return client
          .send(request, BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.startsWith(series + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
          .findFirst()
          .orElse(0);
    }
  }
}
