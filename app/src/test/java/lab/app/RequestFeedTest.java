package lab.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lab.testkit.answers.Answers;
import lab.testkit.script.ScriptedProvider;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes of a cluster tell of the requests of both. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RequestFeedTest {
  private final Vertx providers = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private TestCluster cluster;
  private TestNode a;
  private TestNode b;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    ScriptedProvider provider =
        ScriptedProvider.start(providers)
            .await(10, TimeUnit.SECONDS)
            .otherwise(Answers.chat(Flavour.OPENAI, "m", Said.words("planted-answer")));
    cluster =
        new TestCluster(
            folder,
            Map.of(
                "providers.yaml",
                """
                providers:
                  p:
                    type: openai_compatible
                    base_url: "%s"
                    models: [m]
                    cost_per_1k_tokens: {input: 500, output: 2000}
                health_checks: {enabled: false}
                """
                    .formatted(provider.address())),
            2);
    a = cluster.start("a");
    b = cluster.start("b");
  }

  @AfterAll
  void close() throws Exception {
    // The stream has no end of its own.
    client.shutdownNow();
    cluster.close();
    var unused = providers.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void eachNodeTellsOfTheRequestsOfAllNewestFirst() throws Exception {
    // When
    String first = ask(a);
    String second = ask(b);

    // Then
    await()
        .untilAsserted(
            () -> {
              for (TestNode node : List.of(a, b)) {
                List<JsonObject> both = requests(node, "?last=2");
                assertThat(both)
                    .extracting(one -> one.getString("request_id"))
                    .containsExactly(second, first);
                assertThat(both).extracting(one -> one.getString("node")).containsExactly("b", "a");
              }
              assertThat(requests(a, "?last=1&scope=node"))
                  .extracting(one -> one.getString("request_id"))
                  .containsExactly(first);
            });
  }

  @Test
  void aRequestIsToldWithItsWayItsTokensAndItsCost() throws Exception {
    // When
    String id = ask(a);

    // Then
    JsonObject told = awaited(id);
    assertThat(told.getString("model")).isEqualTo("m");
    assertThat(told.getString("provider")).isEqualTo("p");
    assertThat(told.getString("strategy")).isEqualTo("exact");
    assertThat(told.getInteger("status")).isEqualTo(200);
    assertThat(told.getInteger("attempts")).isEqualTo(1);
    assertThat(told.getInteger("prompt_tokens")).isPositive();
    assertThat(told.getDouble("cost"))
        .isEqualTo(
            told.getInteger("prompt_tokens") * 0.5 + told.getInteger("completion_tokens") * 2);
    assertThat(told.encode()).doesNotContain("planted");
  }

  @Test
  void whatIsNoNumberOrNoScopeIsRefused() throws Exception {
    for (String query : List.of("?last=0", "?last=1001", "?last=x", "?scope=all")) {
      assertThat(get(a, "/admin/requests" + query).statusCode()).as(query).isEqualTo(400);
    }
  }

  @Test
  void theFiguresOfBothNodesAreAddedUp() throws Exception {
    // Given
    int before = requests(stats(a, "").getJsonObject("total"));

    // When
    String onOne = ask(a);
    String onTheOther = ask(b);

    // Then
    assertThat(onOne).isNotEqualTo(onTheOther);
    await()
        .untilAsserted(
            () -> {
              JsonObject both = stats(b, "");
              assertThat(both.getJsonArray("nodes")).containsExactly("a", "b");
              assertThat(both.getJsonArray("silent")).isEmpty();
              assertThat(requests(both.getJsonObject("total"))).isEqualTo(before + 2);
              assertThat(requests(both.getJsonArray("providers").getJsonObject(0)))
                  .isEqualTo(before + 2);
              int each =
                  requests(stats(a, "?scope=node").getJsonObject("total"))
                      + requests(stats(b, "?scope=node").getJsonObject("total"));
              assertThat(each).isEqualTo(before + 2);
            });
    assertThat(get(a, "/admin/stats?scope=all").statusCode()).isEqualTo(400);
  }

  private JsonObject stats(TestNode node, String query) throws Exception {
    return new JsonObject(get(node, "/admin/stats" + query).body());
  }

  private static int requests(JsonObject windows) {
    JsonObject hour = windows.getJsonObject("60m");
    return hour == null ? 0 : hour.getInteger("requests");
  }

  @Test
  void aStreamTellsOfWhatEndsFromNowOnOnAnyNode() throws Exception {
    // Given
    String before = ask(b);
    assertThat(awaited(before).getString("node")).isEqualTo("b");
    HttpResponse<Stream<String>> stream =
        client.send(to(a, "/admin/requests/stream").build(), BodyHandlers.ofLines());
    List<String> lines = new CopyOnWriteArrayList<>();
    Thread reader = Thread.ofVirtual().start(() -> stream.body().limit(4).forEach(lines::add));

    // When
    await()
        .until(
            () -> {
              // The first round learns where each node is: what ended before is not told.
              String unused = ask(b);
              return lines.stream().anyMatch(line -> line.startsWith("data: "));
            });

    // Then
    reader.join();
    assertThat(stream.headers().firstValue("content-type")).contains("text/event-stream");
    assertThat(lines.getFirst()).startsWith(":");
    JsonObject told = new JsonObject(lines.get(2).substring("data: ".length()));
    assertThat(told.getString("node")).isEqualTo("b");
    assertThat(told.getString("request_id")).isNotEqualTo(before);
  }

  private JsonObject awaited(String id) {
    return await()
        .until(
            () ->
                requests(a, "").stream()
                    .filter(one -> id.equals(one.getString("request_id")))
                    .findFirst(),
            found -> found.isPresent())
        .orElseThrow();
  }

  private String ask(TestNode node) throws Exception {
    HttpResponse<String> answer =
        client.send(
            to(node, "/v1/chat/completions")
                .POST(
                    BodyPublishers.ofString(
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"planted\"}]}"))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.headers().firstValue("x-litellm-call-id").orElseThrow();
  }

  private List<JsonObject> requests(TestNode node, String query) throws Exception {
    JsonObject page = new JsonObject(get(node, "/admin/requests" + query).body());
    assertThat(page.getJsonArray("silent")).isEmpty();
    JsonArray all = page.getJsonArray("requests");
    return all.stream().map(JsonObject.class::cast).toList();
  }

  private HttpResponse<String> get(TestNode node, String path) throws Exception {
    return client.send(to(node, path).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder to(TestNode node, String path) {
    return HttpRequest.newBuilder(URI.create(node.base() + path));
  }
}
