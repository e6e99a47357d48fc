package lab.app.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import lab.app.ClusterTurn;
import lab.app.NodeProcess;
import lab.testkit.answers.Refusals;
import lab.testkit.script.ScriptedProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The network between two nodes is cut and mended. Each is in a network namespace of its own,
 * joined to a bridge; where that can not be made, the test is skipped.
 */
@ExtendWith(ClusterTurn.class)
class SplitTest {
  private static final Duration HEALED = Duration.ofSeconds(60);

  /** A message may be lost while a member goes or comes; then it is read from the map. */
  private static final Duration SOON = Duration.ofSeconds(10);

  private static final AtomicInteger TESTS = new AtomicInteger();

  /**
   * Unique on this machine, and short enough for the name of an interface; another one for each
   * test, as interfaces go some time after their namespace.
   */
  private final String id =
      "lab" + ProcessHandle.current().pid() % 100_000 + "t" + TESTS.incrementAndGet();

  private final String subnet = "10.213." + ProcessHandle.current().pid() % 250;
  private final List<NodeProcess> nodes = new ArrayList<>();
  private final Vertx vertx = Vertx.vertx();
  private ScriptedProvider provider;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    assumeThat(ip("link", "add", id, "type", "bridge"))
        .as("this user can make network namespaces (root, and the command ip)")
        .isTrue();
    must("addr", "add", subnet + ".254/24", "dev", id);
    must("link", "set", id, "up");
    provider = ScriptedProvider.start(vertx, subnet + ".254").await(10, SECONDS);
    provider.otherwise(Refusals.vllmServerError());
    Files.writeString(
        folder.resolve("providers.yaml"),
        """
        providers:
          one: {type: vllm, base_url: "%1$s", models: [m]}
          two: {type: vllm, base_url: "%1$s", models: [n]}
          three: {type: vllm, base_url: "%1$s", models: [o]}
        health_checks: {enabled: false}
        """
            .formatted(provider.address()));
    Files.writeString(folder.resolve("gateway.yaml"), "litellm_settings: {num_retries: 0}\n");
    Files.writeString(
        folder.resolve("model-mappings.yaml"),
        """
        special_cases:
          error_based_routing: {error_threshold: 3, cooldown_seconds: 300}
        """);
    for (int i = 1; i <= 2; i++) {
      network(i);
      nodes.add(node(i, folder));
    }
    for (NodeProcess node : nodes) {
      node.ready();
    }
    awaitTogether();
  }

  private void network(int number) throws Exception {
    String space = id + "n" + number;
    String outer = id + "v" + number;
    must("netns", "add", space);
    must("link", "add", outer, "type", "veth", "peer", "name", "eth0", "netns", space);
    must("link", "set", outer, "master", id, "up");
    must("-n", space, "addr", "add", address(number) + "/24", "dev", "eth0");
    must("-n", space, "link", "set", "eth0", "up");
    must("-n", space, "link", "set", "lo", "up");
  }

  private String address(int number) {
    return subnet + "." + number;
  }

  private NodeProcess node(int number, Path folder) throws IOException {
    return NodeProcess.begin(
        List.of("ip", "netns", "exec", id + "n" + number),
        folder,
        List.of(
                "--node",
                "n" + number,
                "--host",
                address(number),
                "--allow-unauthenticated",
                "--cluster",
                "--trust-cluster-network",
                "--cluster-host",
                address(number),
                "--join",
                address(1) + "," + address(2))
            .toArray(String[]::new));
  }

  private static boolean ip(String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, SECONDS) && process.exitValue() == 0;
    } catch (IOException noSuchCommand) {
      return false;
    }
  }

  private static void must(String... arguments) throws InterruptedException {
    assertThat(ip(arguments)).as("ip " + String.join(" ", arguments)).isTrue();
  }

  @AfterEach
  void stop() throws Exception {
    nodes.forEach(NodeProcess::close);
    for (int i = 1; i <= 2; i++) {
      boolean unused = ip("netns", "del", id + "n" + i);
    }
    boolean unusedBridge = ip("link", "del", id);
    var unused = vertx.close().await(10, SECONDS);
  }

  private void awaitTogether() {
    for (NodeProcess node : nodes) {
      await().atMost(HEALED).until(() -> Nodes.serving(node).equals(List.of("n1", "n2")));
    }
  }

  /** The ports of the bridge take nothing from each other, and still reach the providers. */
  private void cut(boolean is) throws InterruptedException {
    for (int i = 1; i <= 2; i++) {
      must("link", "set", id + "v" + i, "type", "bridge_slave", "isolated", is ? "on" : "off");
    }
  }

  @Test
  void bothSidesOfACutServeAndKnowOfEachOtherWhenItIsMended() throws Exception {
    cut(true);
    for (int i = 0; i < nodes.size(); i++) {
      awaitServing(nodes.get(i), "n" + (i + 1));
    }
    bothLearnAndAgree();
  }

  /** Then there are two clusters, which become one again. */
  @Test
  @Tag("soak")
  void soDoSidesThatHaveThrownEachOtherOut() throws Exception {
    cut(true);
    for (int i = 0; i < nodes.size(); i++) {
      NodeProcess node = nodes.get(i);
      awaitServing(node, "n" + (i + 1));
      await().atMost(HEALED).until(() -> Nodes.silent(node).isEmpty());
    }
    bothLearnAndAgree();

    // And what one finds from now on, the other hears at once
    Asking.failThrice(nodes.get(0), "o");
    await().atMost(SOON).until(() -> Asking.state(nodes.get(1), "three").equals("cooldown"));
  }

  private static void awaitServing(NodeProcess node, String alone) {
    await().atMost(HEALED).until(() -> Nodes.serving(node).equals(List.of(alone)));
  }

  private void bothLearnAndAgree() throws Exception {
    // Given
    NodeProcess one = nodes.get(0);
    NodeProcess two = nodes.get(1);

    // When: each learns something that the other can not hear
    Asking.failThrice(one, "m");
    Asking.failThrice(two, "n");
    boolean oneReady = Asking.isReady(one);
    boolean twoReady = Asking.isReady(two);
    String unheard = Asking.state(two, "one");
    int asked = provider.requests().size();
    long began = System.nanoTime();
    cut(false);

    // Then
    assertThat(oneReady).isTrue();
    assertThat(twoReady).isTrue();
    assertThat(unheard).isEqualTo("active");
    awaitTogether();
    System.out.printf("measured: together again after %.1f s%n", (System.nanoTime() - began) / 1e9);
    for (NodeProcess node : nodes) {
      for (String provider : List.of("one", "two")) {
        await().atMost(HEALED).until(() -> Asking.state(node, provider).equals("cooldown"));
      }
    }
    System.out.printf("measured: one state after %.1f s%n", (System.nanoTime() - began) / 1e9);
    assertThat(provider.requests()).as("nobody was asked for it").hasSize(asked);
  }
}
