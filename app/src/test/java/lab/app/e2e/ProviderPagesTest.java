package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import lab.app.TestNode;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a node tells of its providers, from the polls of a server that goes down and comes back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProviderPagesTest {
  private static final String LIST = "{\"data\":[{\"id\":\"served\"},{\"id\":\"pulled\"}]}";
  private static final String GAUGES =
      "vllm:num_requests_running{engine=\"0\"} 3\nvllm:num_requests_waiting{engine=\"0\"} 2\n";

  private final Vertx vertx = Vertx.vertx();
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private volatile boolean up = true;
  private TestNode node;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(this::answer)
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS);
    node =
        TestNode.start(
            folder,
            Map.of(
                "providers.yaml",
                """
                providers:
                  engine: {type: vllm, base_url: "http://127.0.0.1:%1$d", models: [served]}
                  keyless:
                    type: openai
                    base_url: http://127.0.0.1:9
                    requires_api_key: true
                    env_var: A_KEY_THAT_NOBODY_HAS
                    models: [far]
                  unlisted: {type: vllm, base_url: "http://127.0.0.1:%1$d"}
                  asleep: {type: ollama, base_url: "http://127.0.0.1:9", status: disabled, models: [z]}
                health_checks: {interval_seconds: 0.05, timeout_seconds: 2, retry_attempts: 1}
                """
                    .formatted(server.actualPort()),
                "model-mappings.yaml",
                """
                exact_matches:
                  alias: {provider: engine, backend_model: served}
                """));
  }

  @AfterAll
  void stop() throws Exception {
    node.close();
    var unused = vertx.close().await(10, TimeUnit.SECONDS);
  }

  private void answer(HttpServerRequest request) {
    asked.add(request.method() + " " + request.path());
    String body = "/metrics".equals(request.path()) ? GAUGES : LIST;
    request.response().setStatusCode(up ? 200 : 500).end(body);
  }

  private Answer get(String path) throws Exception {
    return Wire.ask(node.port(), Wire.head("GET", path));
  }

  private JsonObject provider(String name) throws Exception {
    return get("/admin/providers?provider=" + name)
        .json()
        .getJsonArray("providers")
        .getJsonObject(0);
  }

  private static void eventually(ThrowingRunnable holds) {
    await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20)).untilAsserted(holds);
  }

  @Test
  void aProviderIsShownWithWhatItsPollsLearned() {
    eventually(
        () -> {
          JsonObject engine = provider("engine");
          assertThat(engine.getString("state")).isEqualTo("active");
          assertThat(engine.getString("found_by")).isEqualTo("test");
          assertThat(engine.getString("since")).isNotBlank();
          assertThat(engine.getJsonObject("busy").getInteger("running")).isEqualTo(3);
          assertThat(engine.getJsonObject("busy").getInteger("waiting")).isEqualTo(2);
          assertThat(engine.getJsonArray("listed")).containsExactly("served", "pulled");
          assertThat(engine.getJsonArray("models").getJsonObject(0).getBoolean("loaded")).isTrue();
        });
  }

  @Test
  void aProviderThatGoesDownIsUnavailableUntilItIsBack() {
    // When
    up = false;

    // Then
    eventually(
        () -> {
          assertThat(provider("engine").getString("state")).isEqualTo("unavailable");
          assertThat(provider("engine").getString("because")).isEqualTo("SERVER: answered 500");
          JsonObject health = get("/health").json();
          assertThat(health.getJsonArray("unhealthy_endpoints"))
              .anySatisfy(
                  one ->
                      assertThat(((JsonObject) one).getString("error"))
                          .isEqualTo("SERVER: answered 500"));
        });
    up = true;
    eventually(() -> assertThat(provider("engine").getString("state")).isEqualTo("active"));
  }

  @Test
  void whatTheFilesKeepOutOfUseIsShownToo() throws Exception {
    // When
    JsonArray providers = get("/admin/providers").json().getJsonArray("providers");

    // Then
    assertThat(providers.stream().map(one -> ((JsonObject) one).getString("name")))
        .containsExactly("engine", "keyless", "unlisted", "asleep");
    assertThat(provider("keyless").getString("state")).isEqualTo("no_credentials");
    assertThat(provider("asleep").getString("state")).isEqualTo("disabled");
  }

  @Test
  void theHealthPageCountsDeploymentsAsClientsOfLiteLlmReadIt() {
    eventually(
        () -> {
          for (String path : new String[] {"/health", "/v1/health"}) {
            Answer answer = get(path);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().fieldNames())
                .containsExactlyInAnyOrder(
                    "healthy_endpoints", "unhealthy_endpoints", "healthy_count", "unhealthy_count");
            assertThat(answer.json().getInteger("healthy_count")).isEqualTo(3);
            assertThat(answer.json().getInteger("unhealthy_count")).isEqualTo(1);
            assertThat(answer.json().getJsonArray("healthy_endpoints").getJsonObject(0).getMap())
                .containsEntry("model", "served")
                .containsEntry("model_id", "engine/served")
                .containsKey("api_base");
          }
        });
  }

  @Test
  void theHealthOfOneModelIsAskedForByNameOrById() {
    eventually(
        () -> {
          assertThat(get("/health?model=alias").json().getInteger("healthy_count")).isEqualTo(1);
          assertThat(get("/health?model=served").json().getInteger("unhealthy_count")).isZero();
          assertThat(get("/health?model=pulled").json().getInteger("healthy_count")).isEqualTo(1);
          assertThat(get("/health?model=far").json().getInteger("healthy_count")).isZero();
          assertThat(get("/health?model_id=engine/served").json().getInteger("healthy_count"))
              .isEqualTo(1);
        });
  }

  @Test
  void anIdThatNobodyHasIsNotFound() throws Exception {
    // When
    Answer answer = get("/health?model_id=no/such");

    // Then
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().getJsonObject("detail").getString("error"))
        .isEqualTo("Model with ID no/such not found");
  }

  @Test
  void aParameterThatCanNotBeDecodedAsksForNothing() throws Exception {
    for (String path : new String[] {"/health?model=%zz", "/admin/providers?provider=%zz"}) {
      assertThat(get(path).status()).as(path).isLessThan(500);
    }
  }

  @Test
  void whatPollsDiscoverIsListedAndFound() {
    eventually(
        () -> {
          JsonArray data = get("/v1/models").json().getJsonArray("data");
          assertThat(data.stream().map(one -> ((JsonObject) one).getString("id")))
              .containsExactly("alias", "served", "far", "pulled");
          assertThat(get("/v1/models/pulled").json().getString("provider")).isEqualTo("engine");
        });
  }

  @Test
  void theDetailsOfReadinessAreThoseOfReadiness() throws Exception {
    assertThat(get("/health/readiness/details").body()).isEqualTo(get("/health/readiness").body());
  }

  @Test
  void nothingIsEverAskedOfAProviderButFreeEndpoints() {
    eventually(() -> assertThat(asked).contains("GET /metrics"));

    assertThat(asked).allMatch(one -> one.matches("GET /(health|v1/models|metrics)"));
  }

  @Test
  void noPageLeavesItsEventLoop() throws Exception {
    // When
    for (int i = 0; i < 20; i++) {
      assertThat(get("/admin/providers").status()).isEqualTo(200);
    }

    // Then
    assertThat(node.offLoopAsks()).isZero();
  }
}
