package lab.app.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import lab.app.ClusterTurn;
import lab.app.NodeProcess;
import lab.testkit.answers.Answers;
import lab.testkit.answers.ChatStream;
import lab.testkit.answers.Refusals;
import lab.testkit.script.Reply;
import lab.testkit.script.ScriptedProvider;
import lab.testkit.wire.Flavour;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A node that dies, freezes or comes new, and what the others and their clients see of it. */
@ExtendWith(ClusterTurn.class)
class LostNodesTest {
  private static final int HELD = 5;

  /** 2 s, and something for a busy machine to look. */
  private static final Duration LOAD_GONE = Duration.ofMillis(2_500);

  private static final Duration POLL_TAKEN_OVER = Duration.ofSeconds(10);

  private final Vertx vertx = Vertx.vertx();
  private ScriptedProvider good;
  private ScriptedProvider bad;
  private ScriptedProvider slow;
  private Nodes nodes;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    good = provider("m", "found").otherwise(slowly());
    bad = provider("m").otherwise(Refusals.vllmServerError());
    slow = provider("held").otherwise(Reply.silence());
    nodes =
        new Nodes(
            folder,
            Map.of(
                "providers.yaml",
                """
                providers:
                  bad: {type: openai_compatible, base_url: "%s", models: [m]}
                  late: {type: openai_compatible, base_url: "%s", models: [l]}
                  good: {type: openai_compatible, base_url: "%s", models: [m]}
                  slow: {type: openai_compatible, base_url: "%s", models: [held]}
                health_checks: {interval_seconds: 1, timeout_seconds: 2, retry_attempts: 1}
                """
                    .formatted(bad.address(), bad.address(), good.address(), slow.address()),
                "gateway.yaml",
                "litellm_settings: {num_retries: 0}\n",
                "model-mappings.yaml",
                """
                load_balancing:
                  m:
                    strategy: direct
                    providers: [{provider: bad}, {provider: good}]
                special_cases:
                  error_based_routing: {error_threshold: 3, cooldown_seconds: 300}
                """),
            "a",
            "b",
            "c",
            "d");
    nodes.start("a", "b", "c");
  }

  private ScriptedProvider provider(String... models) throws Exception {
    return ScriptedProvider.start(vertx)
        .await(10, SECONDS)
        .at("/v1/models", Answers.models(Flavour.VLLM, models));
  }

  /** A stream whose pieces come with pauses: they pace the load. */
  private static Reply slowly() {
    List<String> events = ChatStream.good(Flavour.VLLM, "m", "one ", "two").events();
    Reply reply = Reply.ok().header("content-type", "text/event-stream");
    for (String event : events) {
      reply = reply.body(event).pause(Duration.ofMillis(20));
    }
    return reply;
  }

  @AfterEach
  void stop() throws Exception {
    nodes.close();
    var unused = vertx.close().await(10, SECONDS);
  }

  private String pollerOf(String provider, NodeProcess asked) throws Exception {
    return Asking.json(asked.at("/admin/cluster")).getJsonObject("polled_by").getString(provider);
  }

  private static int inFlight(NodeProcess asked) throws Exception {
    return Asking.provider(asked, "slow").getInteger("in_flight");
  }

  /** Requests that are never answered. */
  private void hold(NodeProcess node) {
    for (int i = 0; i < HELD; i++) {
      CompletableFuture<Object> unused =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return Asking.chat(node, "held");
                } catch (Exception lost) {
                  return lost;
                }
              },
              task -> Thread.ofVirtual().start(task));
    }
  }

  private void openBad(NodeProcess through) throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(Asking.chat(through.at("/"), "m", true).statusCode()).isEqualTo(200);
    }
    for (NodeProcess node : nodes.all()) {
      await().until(() -> Asking.state(node, "bad").equals("cooldown"));
    }
  }

  /** Loses a node by a signal, under load, and looks at what the others do. */
  private String loses(String signal) throws Exception {
    NodeProcess any = nodes.node("a");
    String lost = pollerOf("good", any);
    NodeProcess dying = nodes.node(lost);
    List<NodeProcess> others = nodes.all().stream().filter(node -> node != dying).toList();
    openBad(others.getFirst());
    hold(dying);
    for (NodeProcess other : others) {
      await().until(() -> inFlight(other) == HELD);
    }
    try (Load load = new Load(4, "m", true, n -> others.get(n % 2).at("/"))) {
      load.awaitMore(20);
      dying.signal(signal);
      long began = System.nanoTime();
      for (NodeProcess other : others) {
        await()
            .pollInterval(Duration.ofMillis(20))
            .atMost(LOAD_GONE)
            .until(() -> inFlight(other) == 0);
      }
      double loadGone = (System.nanoTime() - began) / 1e9;
      int polls = polls();
      for (NodeProcess other : others) {
        await().atMost(POLL_TAKEN_OVER).until(() -> !pollerOf("good", other).equals(lost));
      }
      await().atMost(POLL_TAKEN_OVER).until(() -> polls() > polls);
      double takenOver = (System.nanoTime() - began) / 1e9;
      System.out.printf(
          "measured: %s: load gone after %.2f s, polls taken over after %.2f s, %d served%n",
          signal, loadGone, takenOver, load.served());
      assertThat(takenOver).isLessThan(10);
      load.awaitMore(20);
      assertThat(load.failures()).isEmpty();
    }
    return lost;
  }

  private int polls() {
    return (int)
        good.requests().stream().filter(request -> request.path().equals("/v1/models")).count();
  }

  @Test
  void aNodeThatIsKilledTakesNothingWithItButItsOwnRequests() throws Exception {
    // When
    String lost = loses("KILL");

    // Then
    assertThat(nodes.node(lost).status(Duration.ofSeconds(10))).isEqualTo(137);
  }

  @Test
  void aNodeThatIsFrozenIsGoneAndCatchesUpBeforeItIsReadyAgain() throws Exception {
    // Given
    String lost = loses("STOP");
    NodeProcess frozen = nodes.node(lost);
    NodeProcess other =
        nodes.all().stream().filter(node -> node != frozen).findFirst().orElseThrow();
    for (int i = 0; i < 3; i++) {
      assertThat(Asking.chat(other, "l").statusCode()).isEqualTo(502);
    }
    await().until(() -> Asking.state(other, "late").equals("cooldown"));
    CompletableFuture<Integer> first =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Asking.get(frozen.at("/health/readiness")).statusCode();
              } catch (Exception broken) {
                throw new AssertionError(broken);
              }
            },
            task -> Thread.ofVirtual().start(task));

    // When
    frozen.signal("CONT");
    long began = System.nanoTime();

    // Then: the moment that it is ready it knows what happened without it
    assertThat(first.get(10, SECONDS)).isEqualTo(503);
    await()
        .pollInterval(Duration.ofMillis(10))
        .atMost(Duration.ofSeconds(40))
        .until(() -> Asking.isReady(frozen));
    assertThat(Asking.state(frozen, "late")).isEqualTo("cooldown");
    System.out.printf(
        "measured: ready again %.2f s after it was thawed%n", (System.nanoTime() - began) / 1e9);
    nodes.awaitAllKnown();
  }

  @Test
  void aNodeThatJoinsIsReadyOnlyWithWhatTheOthersKnow() throws Exception {
    // Given
    openBad(nodes.node("a"));
    await().until(() -> !Asking.provider(nodes.node("c"), "good").getJsonArray("listed").isEmpty());
    int failed = bad.requests().size();

    // When
    long began = System.nanoTime();
    NodeProcess joined = nodes.begin("d").ready();
    double took = (System.nanoTime() - began) / 1e9;
    String state = Asking.state(joined, "bad");
    List<Object> listed = Asking.provider(joined, "good").getJsonArray("listed").stream().toList();
    HttpResponse<String> answer = Asking.chat(joined.at("/"), "m", true);

    // Then
    System.out.printf("measured: a new process is ready after %.2f s%n", took);
    assertThat(Asking.isReady(joined)).isTrue();
    assertThat(state).isEqualTo("cooldown");
    assertThat(listed).containsExactly("m", "found");
    assertThat(Asking.servedBy(answer)).isEqualTo("good");
    assertThat(bad.requests().stream().skip(failed))
        .allMatch(request -> request.path().equals("/v1/models"));
  }
}
