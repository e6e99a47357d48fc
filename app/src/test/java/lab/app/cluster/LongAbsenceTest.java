package lab.app.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import lab.app.ClusterTurn;
import lab.app.NodeProcess;
import lab.testkit.answers.Answers;
import lab.testkit.answers.Refusals;
import lab.testkit.script.ScriptedProvider;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node that is frozen for so long that the others throw it out of Hazelcast, and comes back. The
 * short freeze is in {@link LostNodesTest}.
 */
@Tag("soak")
@ExtendWith(ClusterTurn.class)
class LongAbsenceTest {
  private static final Duration THROWN_OUT = Duration.ofSeconds(30);
  private static final Duration BACK = Duration.ofSeconds(60);

  /** A message may be lost while a member goes or comes; then it is read from the map. */
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Vertx vertx = Vertx.vertx();
  private Nodes nodes;
  private NodeProcess a;
  private NodeProcess b;
  private NodeProcess frozen;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    ScriptedProvider good = ScriptedProvider.start(vertx).await(10, SECONDS);
    good.otherwise(Answers.chat(Flavour.VLLM, "m", Said.words("Hello to you")))
        .at("/v1/models", Answers.models(Flavour.VLLM, "m"));
    ScriptedProvider bad = ScriptedProvider.start(vertx).await(10, SECONDS);
    bad.otherwise(Refusals.vllmServerError()).at("/v1/models", Answers.models(Flavour.VLLM, "x"));
    nodes =
        new Nodes(
            folder,
            Map.of(
                "providers.yaml",
                """
                providers:
                  good: {type: openai_compatible, base_url: "%1$s", models: [m]}
                  first: {type: openai_compatible, base_url: "%2$s", models: [x1]}
                  second: {type: openai_compatible, base_url: "%2$s", models: [x2]}
                  third: {type: openai_compatible, base_url: "%2$s", models: [x3]}
                health_checks: {interval_seconds: 1, timeout_seconds: 2, retry_attempts: 1}
                """
                    .formatted(good.address(), bad.address()),
                "gateway.yaml",
                "litellm_settings: {num_retries: 0}\n",
                "model-mappings.yaml",
                """
                special_cases:
                  error_based_routing: {error_threshold: 3, cooldown_seconds: 300}
                """),
            "a",
            "b",
            "c");
    nodes.start("a", "b", "c");
    a = nodes.node("a");
    b = nodes.node("b");
    frozen = nodes.node("c");
  }

  @AfterEach
  void stop() throws Exception {
    nodes.close();
    var unused = vertx.close().await(10, SECONDS);
  }

  private static void awaitResting(NodeProcess node, String provider) {
    await().atMost(SOON).until(() -> Asking.state(node, provider).equals("cooldown"));
  }

  private static Object polledBy(NodeProcess node) throws Exception {
    return Asking.json(node.at("/admin/cluster")).getJsonObject("polled_by");
  }

  private CompletableFuture<Integer> readiness() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return Asking.get(frozen.at("/health/readiness")).statusCode();
          } catch (Exception broken) {
            throw new AssertionError(broken);
          }
        },
        task -> Thread.ofVirtual().start(task));
  }

  @Test
  void aNodeThatWasThrownOutIsReadyOnceItKnowsAndSharesFromThenOn() throws Exception {
    try (Load load = new Load(2, "m", false, n -> (n == 0 ? a : b).at("/"))) {
      // Given
      load.awaitMore(20);
      frozen.signal("STOP");
      for (NodeProcess other : List.of(a, b)) {
        await().atMost(THROWN_OUT).until(() -> Nodes.serving(other).equals(List.of("a", "b")));
        await().atMost(THROWN_OUT).until(() -> Nodes.silent(other).isEmpty());
      }
      Asking.failThrice(a, "x1");
      awaitResting(b, "first");
      CompletableFuture<Integer> thawed = readiness();

      // When
      frozen.signal("CONT");
      long began = System.nanoTime();

      // Then: the moment that it is ready it knows what happened without it
      assertThat(thawed.get(30, SECONDS)).isEqualTo(503);
      await().pollInterval(Duration.ofMillis(10)).atMost(BACK).until(() -> Asking.isReady(frozen));
      assertThat(Asking.state(frozen, "first")).isEqualTo("cooldown");
      System.out.printf(
          "measured: ready again %.1f s after it was thawed%n", (System.nanoTime() - began) / 1e9);
      nodes.awaitAllKnown();
      System.out.printf(
          "measured: all know all %.1f s after it%n", (System.nanoTime() - began) / 1e9);

      // And: what one finds from now on all know
      Asking.failThrice(frozen, "x2");
      awaitResting(a, "second");
      awaitResting(b, "second");
      Asking.failThrice(b, "x3");
      awaitResting(a, "third");
      awaitResting(frozen, "third");
      await().atMost(SOON).until(() -> polledBy(frozen).equals(polledBy(a)));
      assertThat(polledBy(b)).isEqualTo(polledBy(a));

      assertThat(load.failures()).isEmpty();
    }
  }

  @Test
  void aNodeThatStartsBesideOneThatStandsStillServesAloneUntilItMoves() throws Exception {
    // Given
    frozen.signal("STOP");
    a.signal("KILL");
    b.signal("KILL");

    // When
    long began = System.nanoTime();
    a = nodes.begin("a").ready();

    // Then
    System.out.printf("measured: ready after %.1f s%n", (System.nanoTime() - began) / 1e9);
    assertThat(Asking.chat(a, "m").statusCode()).isEqualTo(200);
    assertThat(Nodes.serving(a)).containsExactly("a");

    // And
    frozen.signal("CONT");
    for (NodeProcess one : List.of(a, frozen)) {
      await().atMost(BACK).until(() -> Nodes.serving(one).equals(List.of("a", "c")));
    }
    Asking.failThrice(a, "x1");
    awaitResting(frozen, "first");
  }
}
