package lab.app.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lab.app.ClusterTurn;
import lab.app.NodeProcess;
import lab.testkit.answers.Answers;
import lab.testkit.answers.Refusals;
import lab.testkit.script.Reply;
import lab.testkit.script.ScriptedProvider;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** All providers of a model are down, and come back. */
@ExtendWith(ClusterTurn.class)
class ProvidersDownTest {
  private static final Reply ANSWER = Answers.chat(Flavour.VLLM, "m", Said.words("Hello to you"));

  private static final int COOLDOWN_SECONDS = 8;

  /** Three steps of 3 s. */
  private static final Duration RECOVERY = Duration.ofSeconds(9);

  /** The parts of its share that somebody who comes back gets, step by step. */
  private static final double[] STEPS = {0.1, 0.25, 0.5, 1};

  /** Fewer answers in a step than these say nothing of a share; a busy machine gives about 100. */
  private static final int FEWEST = 50;

  /** Beside a change of steps clocks and answers that are under way count. */
  private static final Duration EDGE = Duration.ofMillis(200);

  private final Vertx vertx = Vertx.vertx();
  private ScriptedProvider one;
  private ScriptedProvider two;
  private Nodes nodes;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    one = ScriptedProvider.start(vertx).await(10, SECONDS);
    two = ScriptedProvider.start(vertx).await(10, SECONDS);
    nodes =
        new Nodes(
            folder,
            Map.of(
                "providers.yaml",
                """
                providers:
                  one: {type: openai_compatible, base_url: "%s", models: [m]}
                  two: {type: openai_compatible, base_url: "%s", models: [m]}
                health_checks: {enabled: false}
                """
                    .formatted(one.address(), two.address()),
                "gateway.yaml",
                "litellm_settings: {num_retries: 0}\n",
                "model-mappings.yaml",
                """
                special_cases:
                  error_based_routing:
                    {error_threshold: 3, cooldown_seconds: %d, recovery_seconds: %d}
                """
                    .formatted(COOLDOWN_SECONDS, RECOVERY.toSeconds())),
            "a",
            "b",
            "c");
    nodes.start("a", "b", "c");
  }

  @AfterEach
  void stop() throws Exception {
    nodes.close();
    var unused = vertx.close().await(10, SECONDS);
  }

  private void awaitState(String provider, String state) {
    for (NodeProcess node : nodes.all()) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> Asking.state(node, provider).equals(state));
    }
  }

  /** One failure on each node: each request fails on both. */
  private void fail() throws Exception {
    for (NodeProcess node : nodes.all()) {
      assertThat(Asking.chat(node, "m").statusCode()).isEqualTo(502);
    }
  }

  private int asked() {
    return one.requests().size() + two.requests().size();
  }

  @Test
  void whileAllRestOneIsTriedNowAndThenAndOthersAreToldWhenToComeBack() throws Exception {
    // Given
    one.otherwise(Refusals.vllmServerError());
    two.otherwise(Refusals.vllmServerError());
    fail();
    awaitState("one", "cooldown");
    awaitState("two", "cooldown");
    int before = asked();

    // When: of two at a time one may be the last resort
    NodeProcess node = nodes.node("b");
    HttpResponse<String> tried = Asking.chat(node, "m");
    int resorts = asked() - before;
    HttpResponse<String> refused = Asking.chat(node, "m");
    for (int i = 0; i < 4 && refused.statusCode() != 503; i++) {
      refused = Asking.chat(node, "m");
    }
    Instant now = Instant.now();

    // Then
    assertThat(tried.statusCode()).isNotEqualTo(200);
    assertThat(resorts).isPositive();
    assertThat(refused.statusCode()).isEqualTo(503);
    long said = Long.parseLong(refused.headers().firstValue("retry-after").orElseThrow());
    Instant until = Instant.parse(Asking.provider(node, "one").getString("until"));
    Instant other = Instant.parse(Asking.provider(node, "two").getString("until"));
    Instant first = until.isBefore(other) ? until : other;
    double off = said - Duration.between(now, first).toMillis() / 1e3;
    System.out.printf("measured: Retry-After %d s, off by %.2f s%n", said, off);
    assertThat(off).isBetween(-0.1, 1.1);

    // And: when they are back, they are found again
    one.otherwise(ANSWER);
    two.otherwise(ANSWER);
    for (NodeProcess each : nodes.all()) {
      await()
          .atMost(Duration.ofSeconds(COOLDOWN_SECONDS + 10))
          .until(() -> Asking.chat(each, "m").statusCode() == 200);
    }
  }

  @Test
  void whoComesBackGetsAGrowingPartOfItsShareOverAllNodes() throws Exception {
    // Given: one is down, two serves
    one.otherwise(Refusals.vllmServerError());
    two.otherwise(ANSWER);
    List<NodeProcess> all = List.copyOf(nodes.all());
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              for (NodeProcess node : all) {
                assertThat(Asking.chat(node, "m").statusCode()).isEqualTo(200);
              }
              return Asking.state(all.getFirst(), "one").equals("cooldown");
            });
    awaitState("one", "cooldown");

    // When
    one.otherwise(ANSWER);
    await()
        .atMost(Duration.ofSeconds(COOLDOWN_SECONDS + 30))
        .until(() -> Asking.servedBy(Asking.chat(all.getFirst(), "m")).equals("one"));
    awaitState("one", "recovering");
    Instant since = Instant.parse(Asking.provider(all.getFirst(), "one").getString("since"));
    List<Share> shares = new ArrayList<>();
    for (int step = 0; step < STEPS.length; step++) {
      Instant begin = since.plus(RECOVERY.multipliedBy(step).dividedBy(3));
      Instant end = since.plus(RECOVERY.multipliedBy(step + 1).dividedBy(3));
      shares.add(shareOfOne(all, begin.plus(EDGE), end.minus(EDGE)));
    }

    // Then: of its half
    System.out.printf("measured: who comes back gets %s%n", shares);
    for (int step = 0; step < STEPS.length; step++) {
      Share share = shares.get(step);
      assertThat(share.asked()).as("answers in step %d", step).isGreaterThan(FEWEST);
      assertThat(share.part())
          .as("step %d", step)
          .isCloseTo(STEPS[step] / 2, within(share.chance(STEPS[step] / 2)));
    }
    assertThat(shares.get(2).part()).isGreaterThan(shares.get(0).part());
    awaitState("one", "active");
  }

  /** How many of the answers within some time were one's. */
  private record Share(int asked, int ofOne) {
    double part() {
      return (double) ofOne / asked;
    }

    /** By how much chance may move an expected part: four times the standard deviation. */
    double chance(double expected) {
      return 4 * Math.sqrt(expected * (1 - expected) / asked);
    }
  }

  /** Asks all nodes in turn. */
  private static Share shareOfOne(List<NodeProcess> all, Instant from, Instant to)
      throws Exception {
    Share share = new Share(0, 0);
    for (int i = 0; Instant.now().isBefore(to); i++) {
      boolean early = Instant.now().isBefore(from);
      String by = Asking.servedBy(Asking.chat(all.get(i % all.size()), "m"));
      if (!early && Instant.now().isBefore(to)) {
        share = new Share(share.asked() + 1, share.ofOne() + (by.equals("one") ? 1 : 0));
      }
    }
    return share;
  }
}
