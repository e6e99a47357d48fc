package lab.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import lab.contract.Heartbeat;
import lab.contract.Heartbeat.Phase;
import lab.contract.NodeId;
import lab.contract.Reload;
import lab.contract.Reload.Verdict;
import lab.contract.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Nodes of one cluster whose files are their own, and what all of them go by. */
class ReloadOfNodesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final NodeId B = new NodeId("b");
  private static final Logger CATCH_UP = (Logger) LoggerFactory.getLogger(CatchUp.class);

  @TempDir private Path folder = Path.of("");
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ListAppender<ILoggingEvent> warned = new ListAppender<>();
  private TestCluster cluster;
  private TestNode a;

  @BeforeEach
  void start() throws Exception {
    warned.start();
    CATCH_UP.addAppender(warned);
    cluster = new TestCluster(folder, Map.of("providers.yaml", Ran.ONE_PROVIDER), 3);
    a = cluster.start("a");
  }

  @AfterEach
  void stop() {
    boolean unused = CATCH_UP.detachAppender(warned);
    cluster.close();
    http.close();
  }

  private HttpResponse<String> send(TestNode node, String method, String path, String body)
      throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(node.base() + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private JsonObject json(TestNode node, String path) throws Exception {
    return new JsonObject(send(node, "GET", path, "").body());
  }

  private JsonObject config(TestNode node) throws Exception {
    return json(node, "/admin/config");
  }

  private JsonObject reload(TestNode node) throws Exception {
    return new JsonObject(send(node, "POST", "/admin/reload", "").body());
  }

  private boolean serves(TestNode node, String model) throws Exception {
    return send(node, "GET", "/v1/models/" + model, "").statusCode() == 200;
  }

  /** The files of the node that was started as this one of all. */
  private void write(int index, String text) throws Exception {
    Path file = folder.resolve("node-" + index).resolve("providers.yaml");
    Path unused = Files.writeString(file, text);
  }

  private static String withModel(String model) {
    return Ran.ONE_PROVIDER.replace("[m]", "[" + model + "]");
  }

  /** Another node, once both know of each other. */
  private TestNode second() throws Exception {
    TestNode b = cluster.start("b");
    await().atMost(PATIENCE).until(() -> knowsBoth(a) && knowsBoth(b));
    return b;
  }

  private static boolean knowsBoth(TestNode node) {
    return node.node().members().serving(Role.GATEWAY, Instant.now()).size() == 2;
  }

  /** Whether a node's own files are something else, as another one shows it. */
  private boolean isDiverged(TestNode shownBy, String node) throws Exception {
    return json(shownBy, "/admin/cluster").getJsonArray("nodes").stream()
        .map(JsonObject.class::cast)
        .filter(one -> one.getString("node").equals(node))
        .anyMatch(one -> one.getBoolean("diverged"));
  }

  @Test
  void whoJoinsWithOtherFilesGoesByTheClustersAndSaysSoUntilTheyAreTheSame() throws Exception {
    // Given
    write(0, withModel("n"));
    JsonObject brought = reload(a);

    // When
    TestNode b = second();

    // Then
    assertThat(brought.getString("status")).isEqualTo("activated");
    assertThat(serves(b, "n")).isTrue();
    assertThat(serves(b, "m")).isFalse();
    assertThat(config(b).getLong("epoch")).isEqualTo(brought.getLong("epoch"));
    assertThat(config(b).getBoolean("diverged")).isTrue();
    await().atMost(PATIENCE).until(() -> isDiverged(a, "b") && isDiverged(b, "b"));
    assertThat(isDiverged(a, "a")).isFalse();
    assertThat(warned.list)
        .anySatisfy(
            event ->
                assertThat(event.getFormattedMessage())
                    .isEqualTo(
                        "this node's files are not what the cluster goes by; it goes by that"));

    // When its files are put right
    write(1, withModel("n"));
    JsonObject same = reload(b);

    // Then
    assertThat(same.getString("status")).isEqualTo("unchanged");
    await().atMost(PATIENCE).until(() -> !isDiverged(a, "b"));
  }

  @Test
  void aProviderThatIsTakenOutOfUseIsSoOnAllNodesAndOnThoseThatJoin() throws Exception {
    // Given
    TestNode b = second();

    // When
    HttpResponse<String> out =
        send(a, "PATCH", "/admin/providers/one", "{\"status\":\"disabled\"}");
    TestNode c = cluster.start("c");

    // Then
    assertThat(out.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(out.body()).getJsonArray("away")).isEmpty();
    for (TestNode node : new TestNode[] {a, b, c}) {
      JsonObject shown = config(node);
      JsonArray history = shown.getJsonArray("history");
      JsonObject newest = history.getJsonObject(history.size() - 1);
      assertThat(shown.getJsonObject("statuses").getString("one")).isEqualTo("disabled");
      assertThat(newest.getString("why")).isEqualTo("provider one is disabled");
      assertThat(newest.getString("by")).isEqualTo("a");
      assertThat(shown.getBoolean("diverged")).isFalse();
    }
    assertThat(warned.list).isEmpty();
  }

  @Test
  void theNoOfOneNodeIsEnoughThatNothingChangesAnywhere() throws Exception {
    // Given a node that has said yes to somebody who has not said what became of it
    TestNode b = second();
    Reload.Content others =
        new Reload.Content(
            50,
            Instant.now(),
            B,
            "somebody",
            "a test",
            Map.of("providers.yaml", withModel("others")),
            Map.of());
    Verdict asked =
        a.node().bus().askAt(B, Reload.PREPARE, new Reload.Prepare(others)).await(20, SECONDS);
    long before = config(a).getLong("epoch");

    // When
    write(0, withModel("n"));
    HttpResponse<String> refused = send(a, "POST", "/admin/reload", "");

    // Then
    assertThat(asked.yes()).isTrue();
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(config(a).getJsonObject("failure").getString("because")).startsWith("node b: ");
    for (TestNode node : new TestNode[] {a, b}) {
      assertThat(config(node).getLong("epoch")).isEqualTo(before);
      assertThat(serves(node, "m")).isTrue();
      assertThat(serves(node, "n")).isFalse();
    }

    // When it is told that nothing became of it
    Reload.Commit nothing = new Reload.Commit(50, FilesDigest.of(others), false);
    Verdict told = a.node().bus().askAt(B, Reload.COMMIT, nothing).await(20, SECONDS);

    // Then
    assertThat(told.yes()).isTrue();
    assertThat(reload(a).getString("status")).isEqualTo("activated");
    assertThat(serves(b, "n")).isTrue();
    assertThat(config(b).getLong("epoch")).isEqualTo(before + 1);
  }

  /** Another node that says so of itself, and that nobody can ask for anything. */
  private void told(Phase phase, long epoch) {
    Instant now = Instant.now();
    a.node()
        .bus()
        .tell(
            Heartbeat.LINE,
            new Heartbeat(
                new NodeId("mute"), Set.of(), "1", Instant.EPOCH, now, phase, "", epoch, "f", ""));
  }

  private int readiness() throws Exception {
    return send(a, "GET", "/health/readiness", "").statusCode();
  }

  @Test
  void aNodeIsNotReadyWhileTheClusterGoesBySomethingThatItHasNot() throws Exception {
    // Given
    assertThat(readiness()).isEqualTo(200);

    // When
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              told(Phase.SERVING, 99);
              return readiness() == 503;
            });

    // Then: whoever asks it all the same is served
    assertThat(serves(a, "m")).isTrue();

    // When nobody goes by it any more
    told(Phase.LEAVING, 99);

    // Then
    await().atMost(PATIENCE).until(() -> readiness() == 200);
  }

  @Test
  void whoDoesNotAnswerIsToldToBeAway() throws Exception {
    // Given
    told(Phase.SERVING, 0);
    await().atMost(PATIENCE).until(() -> isKnown("mute"));

    // When
    HttpResponse<String> out =
        send(a, "PATCH", "/admin/providers/one", "{\"status\":\"disabled\"}");

    // Then
    JsonObject answer = new JsonObject(out.body());
    assertThat(answer.getString("status")).isEqualTo("activated");
    assertThat(answer.getJsonArray("away")).containsExactly("mute");
    StringWriter printed = new StringWriter();
    assertThat(ReloadCommand.print(new PrintWriter(printed, true), URI.create("http://x"), answer))
        .isZero();
    assertThat(printed.toString())
        .contains("did not answer, and take it when they are back: [\"mute\"]");
  }

  private boolean isKnown(String node) throws Exception {
    return json(a, "/admin/cluster").getJsonArray("nodes").stream()
        .map(JsonObject.class::cast)
        .anyMatch(one -> one.getString("node").equals(node));
  }
}
