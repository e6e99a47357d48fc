package lab.app.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lab.app.ClusterTurn;
import lab.app.NodeProcess;
import lab.testkit.answers.Refusals;
import lab.testkit.script.Exchange;
import lab.testkit.script.ScriptedProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Failures on several nodes are failures of one provider. */
@ExtendWith(ClusterTurn.class)
class SharedCircuitsTest {
  private static final boolean SOAK = Boolean.getBoolean("lab.soak");

  /** Of which the first are for nodes that have never failed before. */
  private static final int ROUNDS = SOAK ? 55 : 8;

  private static final int WARM_UP = SOAK ? 5 : 3;

  /** Of the time that the last node needs; a build on a busy machine is given more. */
  private static final double LONGEST_MS = SOAK ? 100 : 500;

  private final Vertx vertx = Vertx.vertx();
  private ScriptedProvider provider;
  private Nodes nodes;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    provider = ScriptedProvider.start(vertx).await(10, SECONDS);
    provider.otherwise(Refusals.vllmServerError());
    String entries =
        IntStream.range(0, ROUNDS)
            .mapToObj(
                i ->
                    "  p%d: {type: vllm, base_url: \"%s\", models: [m%d]}\n"
                        .formatted(i, provider.address(), i))
            .collect(Collectors.joining());
    nodes =
        new Nodes(
            folder,
            Map.of(
                "providers.yaml",
                "health_checks: {enabled: false}\nproviders:\n" + entries,
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
  }

  @AfterEach
  void stop() throws Exception {
    nodes.close();
    var unused = vertx.close().await(10, SECONDS);
  }

  @Test
  void oneFailureOnEachOfThreeNodesOpensTheCircuitOnAllThree() throws Exception {
    // When
    double[] took = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      took[round] = untilAllKnow(round);
    }

    // Then
    double[] sorted = Arrays.stream(took, WARM_UP, ROUNDS).sorted().toArray();
    double p99 = sorted[(int) Math.ceil(0.99 * sorted.length) - 1];
    System.out.printf(
        "third failure to last node: p50 %.1f ms, p99 %.1f ms over %d rounds%n",
        sorted[sorted.length / 2], p99, sorted.length);
    assertThat(p99).as("ms from the third failure to the last node").isLessThan(LONGEST_MS);
  }

  /** Milliseconds from when the third failure was sent until the last node shows what it means. */
  private double untilAllKnow(int round) throws Exception {
    int before = provider.requests().size();
    List<NodeProcess> all = List.copyOf(nodes.all());
    String model = "m" + round;
    assertThat(Asking.chat(all.get(0), model).statusCode()).isEqualTo(502);
    assertThat(Asking.chat(all.get(1), model).statusCode()).isEqualTo(502);
    for (NodeProcess node : all) {
      assertThat(state(node, round)).isEqualTo("active");
    }
    CompletableFuture<Long> third = new CompletableFuture<>();
    var unused =
        provider
            .awaitRequest(before + 3)
            .compose(Exchange::replied)
            .onSuccess(sent -> third.complete(System.nanoTime()));
    List<CompletableFuture<Long>> known = all.stream().map(node -> seen(node, round)).toList();

    assertThat(Asking.chat(all.get(2), model).statusCode()).isEqualTo(502);
    long last = known.stream().mapToLong(CompletableFuture::join).max().orElseThrow();
    return (last - third.get(10, SECONDS)) / 1e6;
  }

  private static String state(NodeProcess node, int round) throws Exception {
    return Asking.state(node, "p" + round);
  }

  /** When a node shows that the provider rests. */
  private static CompletableFuture<Long> seen(NodeProcess node, int round) {
    CompletableFuture<Long> seen = new CompletableFuture<>();
    Thread unused =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    boolean rests = false;
                    while (!rests && !seen.isDone()) {
                      rests = state(node, round).equals("cooldown");
                    }
                    seen.complete(System.nanoTime());
                  } catch (Exception broken) {
                    seen.completeExceptionally(new CompletionException(broken));
                  }
                });
    return seen.orTimeout(20, SECONDS);
  }
}
