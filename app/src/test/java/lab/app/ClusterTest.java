package lab.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Promise;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import lab.contract.CallId;
import lab.contract.CircuitChanged;
import lab.contract.FailureKind;
import lab.contract.Heartbeat.Phase;
import lab.contract.ModelName;
import lab.contract.NodeId;
import lab.contract.Operation;
import lab.contract.ProviderName;
import lab.contract.RemoteRouteQuery;
import lab.contract.RequestFacts;
import lab.contract.Role;
import lab.contract.RouteQuery;
import lab.contract.bus.Bus;
import lab.router.live.LiveLists.Live;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
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

  private static final ProviderName ONE = new ProviderName("one");

  /** Of a provider that no node has, so that it changes nothing. */
  private static final CircuitChanged STRANGE =
      new CircuitChanged(
          new CircuitChanged.Place(new ProviderName("strange"), CircuitChanged.Part.SERVER, null),
          Instant.EPOCH,
          Instant.EPOCH,
          FailureKind.SERVER,
          1,
          null,
          new NodeId("strange"));

  private static final RemoteRouteQuery QUESTION =
      new RemoteRouteQuery(
          new RouteQuery(
              new CallId("c"),
              Operation.CHAT,
              new ModelName("a-model"),
              true,
              null,
              RequestFacts.NONE,
              List.of(),
              false));

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
  void aNodeThatJoinsKnowsBeforeItServesWhatTheOthersFound() throws Exception {
    // Given
    TestNode a = cluster.start("a");
    await().until(() -> a.board().lists().of(ONE) instanceof Live.Down);

    // When
    TestNode b = cluster.start("b");

    // Then
    assertThat(b.board().lists().of(ONE)).isEqualTo(a.board().lists().of(ONE));
  }

  @Test
  @Tag("soak")
  void aSecondNodeOfTheSameNameIsRefused() throws Exception {
    // Given
    TestNode a = cluster.start("a");

    // When
    var second = assertThatThrownBy(() -> cluster.start("a"));

    // Then
    second.isInstanceOf(Told.class).hasMessageContaining("--node is a, and a node of the cluster");
    assertThat(a.heartbeats())
        .extracting(beat -> beat.node().value() + " " + beat.phase())
        .containsExactly("a " + Phase.SERVING);
  }

  @Test
  void noMessageIsLostWhileItIsLookedUpWhoHearsIt() throws Exception {
    // Given
    TestNode a = cluster.start("a");
    TestNode b = cluster.start("b");
    await().until(() -> serving(a).equals(List.of("a", "b")));
    AtomicInteger heard = new AtomicInteger();
    var unused =
        b.node()
            .bus()
            .hear(
                CircuitChanged.LINE,
                Role.METRICS,
                told -> {
                  if (told.equals(STRANGE)) {
                    heard.incrementAndGet();
                  }
                })
            .await(10, TimeUnit.SECONDS);
    await()
        .until(
            () -> {
              a.node().bus().tell(CircuitChanged.LINE, STRANGE);
              return heard.get() > 0;
            });
    AtomicInteger answered = new AtomicInteger();
    int before = tell(a, answered, Duration.ofMillis(10));
    await().until(() -> answered.get() == before);
    heard.set(0);
    answered.set(0);

    // When: for longer than two looks take to come
    int told = tell(a, answered, Duration.ofMillis(2_500));

    // Then
    await().untilAsserted(() -> assertThat(heard).hasValue(told));
    await().untilAsserted(() -> assertThat(answered).hasValue(told));
  }

  /** Tells all and asks the other node, again and again; returns how often. */
  private static int tell(TestNode from, AtomicInteger answered, Duration longest)
      throws Exception {
    Promise<Integer> over = Promise.promise();
    AtomicInteger told = new AtomicInteger();
    long end = System.nanoTime() + longest.toNanos();
    Bus bus = from.node().bus();
    long unused =
        from.vertx()
            .setPeriodic(
                5,
                tick -> {
                  bus.tell(CircuitChanged.LINE, STRANGE);
                  var unusedAnswer =
                      bus.askAt(new NodeId("b"), RemoteRouteQuery.LINE, QUESTION)
                          .onSuccess(decision -> answered.incrementAndGet());
                  told.incrementAndGet();
                  if (System.nanoTime() >= end && from.vertx().cancelTimer(tick)) {
                    over.complete(told.get());
                  }
                });
    return over.future().await(30, TimeUnit.SECONDS);
  }
}
