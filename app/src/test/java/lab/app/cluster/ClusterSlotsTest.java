package lab.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lab.app.ClusterTurn;
import lab.app.NodeProcess;
import lab.testkit.answers.Answers;
import lab.testkit.script.Gate;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Requests of a key under way at a time, and what it has spent, over three nodes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(ClusterTurn.class)
class ClusterSlotsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private LimitLab lab;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    lab =
        new LimitLab(
            folder,
            LimitLab.key("slots", "max_parallel_requests", 3)
                + LimitLab.key("slot", "max_parallel_requests", 1)
                + LimitLab.key("batch", "priority: 2, max_parallel_requests", 1)
                + LimitLab.key("urgent", "priority: 8, max_parallel_requests", 1)
                + LimitLab.key("money", "budget_per_day", 10));
  }

  @AfterAll
  void stop() throws Exception {
    lab.close();
  }

  /** Requests that are at the provider until the gate opens. */
  private List<Caller> running(Gate gate, String key, List<NodeProcess> at) {
    int before = lab.provider().requests().size();
    List<Caller> callers = new ArrayList<>();
    for (NodeProcess node : at) {
      lab.provider().then(Answers.chat(Flavour.VLLM, "m", Said.words("Hello")).chunked().at(gate));
      callers.add(LimitLab.begin(node, key, "m"));
    }
    await().atMost(PATIENCE).until(() -> lab.provider().requests().size() == before + at.size());
    return callers;
  }

  @Test
  void threeAtATimeAreThreeOverThreeNodes() throws Exception {
    // Given
    Gate gate = new Gate();
    List<Caller> running = running(gate, "slots", lab.all());

    // Then
    for (NodeProcess node : lab.all()) {
      assertThat(LimitLab.ask(node, "slots")).isEqualTo(429);
    }

    // When
    gate.open();
    for (Caller caller : running) {
      assertThat(caller.status()).isEqualTo(200);
      assertThat(caller.whole()).contains("Hello");
    }

    // Then
    for (NodeProcess node : lab.all()) {
      await().atMost(PATIENCE).until(() -> LimitLab.ask(node, "slots") == 200);
    }
  }

  @Test
  void whatAKeyHasSpentAtOneNodeIsKnownToAll() throws Exception {
    // When: an answer costs 5
    for (int i = 0; i < 2; i++) {
      assertThat(LimitLab.begin(lab.node("a"), "money", "dear").whole()).contains("Hello");
    }

    // Then
    for (NodeProcess node : lab.all()) {
      await()
          .atMost(PATIENCE)
          .until(() -> LimitLab.begin(node, "money", "m").whole().contains("ExceededBudget"));
    }
  }

  private static void waitsForAPlace(NodeProcess node) {
    await()
        .atMost(PATIENCE)
        .until(() -> Asking.get(node.at("/metrics")).body().contains("\nrequest_queue_size 1.0\n"));
  }

  @Test
  void aHigherPriorityTakesTheOnlyPlaceOfALowerOneAndTheSlotThatEndsAtAnotherNode()
      throws Exception {
    lab.letWait(1);
    try {
      for (NodeProcess node : lab.all()) {
        // Given
        List<NodeProcess> others = lab.all().stream().filter(one -> one != node).toList();
        Gate gate = new Gate();
        List<Caller> running = running(gate, "batch", others.subList(0, 1));
        running.addAll(running(gate, "urgent", others.subList(1, 2)));
        Caller batch = LimitLab.begin(node, "batch", "m");
        waitsForAPlace(node);

        // When
        Caller urgent = LimitLab.begin(node, "urgent", "m");

        // Then
        assertThat(batch.status()).isEqualTo(429);
        assertThat(batch.header("retry-after")).isEqualTo("1");
        assertThat(LimitLab.ask(node, "batch")).isEqualTo(429);
        waitsForAPlace(node);

        // When
        gate.open();

        // Then
        assertThat(urgent.status()).isEqualTo(200);
        for (Caller caller : running) {
          assertThat(caller.whole()).contains("Hello");
        }
      }
    } finally {
      lab.letWait(0);
    }
  }

  /** The last one: the others need all three. */
  @Test
  @Order(Integer.MAX_VALUE)
  void theSlotsOfANodeThatIsKilledComeBack() throws Exception {
    // Given
    NodeProcess dies = lab.node("a");
    NodeProcess stays = lab.node("b");
    Gate gate = new Gate();
    List<Caller> unused = running(gate, "slot", List.of(dies));
    assertThat(LimitLab.ask(stays, "slot")).isEqualTo(429);

    // When
    dies.signal("KILL");
    assertThat(dies.status(Duration.ofSeconds(10))).isEqualTo(137);

    // Then
    await().atMost(PATIENCE).until(() -> LimitLab.ask(stays, "slot") == 200);
    gate.open();
  }
}
