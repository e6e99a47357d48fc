package lab.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lab.testkit.answers.Answers;
import lab.testkit.answers.Refusals;
import lab.testkit.script.Reply;
import lab.testkit.script.ScriptedProvider;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What whole nodes raise, show and tell. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class AlertsTest {
  /** A look every five seconds, a dead node that is missed after five, and a slow machine. */
  private static final Duration LONGEST = Duration.ofSeconds(40);

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<JsonObject> received = new CopyOnWriteArrayList<>();
  private ScriptedProvider provider;
  private ScriptedProvider other;
  private Map<String, String> files;

  @BeforeEach
  void start() throws Exception {
    HttpServer hook =
        done(
            vertx
                .createHttpServer()
                .requestHandler(
                    request ->
                        request
                            .body()
                            .onSuccess(
                                body -> {
                                  received.add(body.toJsonObject());
                                  var unused = request.response().end();
                                }))
                .listen(0, "127.0.0.1"));
    provider = started("m");
    other = started("o");
    files =
        Map.of(
            "providers.yaml",
            """
            providers:
              p: {type: openai_compatible, base_url: "%s", models: [m], api_key: sk-of-p}
              other: {type: openai_compatible, base_url: "%s", models: [o]}
            health_checks: {interval_seconds: 1, timeout_seconds: 2, retry_attempts: 1}
            """
                .formatted(provider.address(), other.address()),
            "gateway.yaml",
            """
            alert_settings:
              resolve_after: 1s
              webhooks:
                ops: {type: json, url: "http://127.0.0.1:%d/planted-path"}
            """
                .formatted(hook.actualPort()));
  }

  private ScriptedProvider started(String model) throws Exception {
    return done(ScriptedProvider.start(vertx))
        .at("/v1/models", Answers.models(Flavour.VLLM, model))
        .otherwise(Answers.chat(Flavour.OPENAI, model, Said.words("hello")));
  }

  @AfterEach
  void close() throws Exception {
    // The stream has no end of its own.
    client.shutdownNow();
    var unused = done(vertx.close());
  }

  private static <T> T done(Future<T> future) throws Exception {
    return future.await(10, TimeUnit.SECONDS);
  }

  @Test
  void threeNodesTellOfAnAlertOnceAndOfItsEndOnceAlthoughTheOneThatToldIsDead(@TempDir Path folder)
      throws Exception {
    try (TestCluster cluster = new TestCluster(folder, files, 3)) {
      // Given
      List<TestNode> nodes = List.of(cluster.start("a"), cluster.start("b"), cluster.start("c"));
      ScriptedProvider unused = provider.at("/v1/models", Refusals.vllmServerError());
      for (TestNode node : nodes) {
        await()
            .atMost(LONGEST)
            .until(() -> alert(node, "open").map(AlertsTest::told).orElse("").equals("open"));
      }
      String owner = alert(nodes.getFirst(), "open").orElseThrow().getString("node");
      assertThat(told()).containsExactly("open by " + owner);
      TestNode first = nodes.get(List.of("a", "b", "c").indexOf(owner));
      List<TestNode> left = nodes.stream().filter(node -> node != first).toList();

      // When
      first.crash();
      unused = provider.at("/v1/models", Answers.models(Flavour.VLLM, "m"));

      // Then
      for (TestNode node : left) {
        await()
            .atMost(LONGEST)
            .until(() -> alert(node, "recent").map(AlertsTest::told).orElse("").equals("over"));
        assertThat(alert(node, "open")).isEmpty();
      }
      String heir = alert(left.getFirst(), "recent").orElseThrow().getString("node");
      assertThat(heir).isNotEqualTo(owner);
      assertThat(told()).containsExactly("open by " + owner, "resolved by " + heir);
    }
  }

  @Test
  void aRefusedKeyIsAnAlertOfWhichWatchersHearAndNothingSecretIsShown(@TempDir Path folder)
      throws Exception {
    // Given
    ScriptedProvider unused = provider.otherwise(Refusals.openAiBadKey());
    try (TestNode node = TestNode.start(folder, files)) {
      HttpResponse<Stream<String>> stream =
          client.send(to(node, "/admin/alerts/stream").build(), BodyHandlers.ofLines());
      List<String> lines = new CopyOnWriteArrayList<>();
      Thread reader =
          Thread.ofVirtual()
              .start(
                  () ->
                      stream
                          .body()
                          .filter(line -> line.startsWith("data: "))
                          .limit(1)
                          .forEach(lines::add));

      // When
      assertThat(chat(node)).isEqualTo(503);

      // Then
      await()
          .atMost(LONGEST)
          .until(() -> alert(node, "open").map(AlertsTest::told).orElse("").equals("open"));
      reader.join();
      JsonObject heard = new JsonObject(lines.getFirst().substring("data: ".length()));
      JsonObject shown = alert(node, "open").orElseThrow();
      assertThat(heard.getString("kind")).isEqualTo("AUTH");
      assertThat(shown.getString("kind")).isEqualTo("AUTH");
      assertThat(shown.getString("severity")).isEqualTo("critical");
      assertThat(shown.getString("because")).isEqualTo("the key is refused");
      assertThat(shown.getInteger("count")).isEqualTo(1);
      assertThat(received).extracting(one -> one.getString("kind")).containsExactly("AUTH");
      assertThat(get(node, "/admin/alerts")).doesNotContain("planted", "sk-of-p");
    }
  }

  @Test
  void creditsThatAPollFindsSpentAreAnAlertUntilThereAreSomeAgain(@TempDir Path folder)
      throws Exception {
    // Given
    ScriptedProvider unused = provider.at("/v1/key", credits(7.5));
    Map<String, String> polled = new HashMap<>(files);
    polled.compute(
        "providers.yaml", (name, text) -> text.replaceFirst("openai_compatible", "openrouter"));
    try (TestNode node = TestNode.start(folder, polled)) {
      await()
          .atMost(LONGEST)
          .until(() -> get(node, "/metrics").contains("provider_credits_left{provider=\"p\"} 7.5"));
      assertThat(alert(node, "open")).isEmpty();

      // When
      unused = provider.at("/v1/key", credits(0));
      await()
          .atMost(LONGEST)
          .until(() -> alert(node, "open").map(AlertsTest::told).orElse("").equals("open"));
      JsonObject open = alert(node, "open").orElseThrow();
      String counted = get(node, "/metrics");
      unused = provider.at("/v1/key", credits(20));

      // Then
      await()
          .atMost(LONGEST)
          .until(() -> alert(node, "recent").map(AlertsTest::told).orElse("").equals("over"));
      assertThat(open.getString("kind")).isEqualTo("CREDITS");
      assertThat(open.getString("severity")).isEqualTo("critical");
      assertThat(open.getString("because")).isEqualTo("no money or quota is left");
      assertThat(alert(node, "open")).isEmpty();
      assertThat(received)
          .extracting(one -> one.getString("kind") + " " + one.getString("status"))
          .containsExactly("CREDITS open", "CREDITS resolved");
      assertThat(counted.lines())
          .contains(
              "gateway_alerts_open{kind=\"CREDITS\"} 1.0",
              "gateway_alerts_open{kind=\"SERVER\"} 0.0",
              "gateway_alerts_raised_total{kind=\"CREDITS\"} 1.0",
              "gateway_webhook_deliveries_total{outcome=\"delivered\",webhook=\"ops\"} 1.0");
      assertThat(get(node, "/metrics").lines())
          .contains(
              "gateway_alerts_open{kind=\"CREDITS\"} 0.0",
              "gateway_alerts_raised_total{kind=\"CREDITS\"} 1.0",
              "gateway_webhook_deliveries_total{outcome=\"delivered\",webhook=\"ops\"} 2.0");
    }
  }

  private static Reply credits(double left) {
    return Reply.json(200, "{\"data\": {\"limit_remaining\": " + left + "}}");
  }

  private int chat(TestNode node) throws Exception {
    return client
        .send(
            to(node, "/v1/chat/completions")
                .POST(
                    BodyPublishers.ofString(
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"))
                .build(),
            BodyHandlers.ofString())
        .statusCode();
  }

  /** What the webhook was told of the provider, in order. */
  private List<String> told() {
    return received.stream()
        .filter(one -> "p".equals(one.getString("provider")))
        .map(one -> one.getString("status") + " by " + one.getString("node"))
        .toList();
  }

  /** What a node says that the webhook was told. */
  private static String told(JsonObject alert) {
    return alert.getJsonObject("webhooks").getString("ops", "");
  }

  private Optional<JsonObject> alert(TestNode node, String list) throws Exception {
    return new JsonObject(get(node, "/admin/alerts"))
        .getJsonArray(list).stream()
            .map(JsonObject.class::cast)
            .filter(one -> "p".equals(one.getString("provider")))
            .findFirst();
  }

  private String get(TestNode node, String path) throws Exception {
    return client.send(to(node, path).build(), BodyHandlers.ofString()).body();
  }

  private static HttpRequest.Builder to(TestNode node, String path) {
    return HttpRequest.newBuilder(URI.create(node.base() + path));
  }
}
