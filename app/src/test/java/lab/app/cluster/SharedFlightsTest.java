package lab.app.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lab.app.ClusterTurn;
import lab.app.cluster.FlightLab.Parts;
import lab.testkit.script.Exchange;
import lab.testkit.script.Gate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Identical requests at three nodes, each a process, are asked once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(ClusterTurn.class)
class SharedFlightsTest {
  private static final int CLIENTS = 1_000;
  private static final int CHUNKS = 50;

  private FlightLab lab;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    lab = new FlightLab(folder, Duration.ofSeconds(5));
    lab.startAll();
  }

  @AfterAll
  void stop() throws Exception {
    lab.close();
  }

  private Future<Exchange> nextRequest() {
    return lab.provider().awaitRequest(lab.provider().requests().size() + 1);
  }

  @Test
  void aThousandClientsOfThreeNodesGetEveryChunkOnceInOrderAndTheProviderIsAskedOnce()
      throws Exception {
    // Given
    int number = lab.newQuestion();
    String body = FlightLab.question(number, true, "");
    Gate gate = new Gate();
    List<String> words = new ArrayList<>();
    for (int i = 0; i < CHUNKS; i++) {
      words.add(FlightLab.says("word-" + i + " "));
    }
    words.add(FlightLab.ending());
    lab.next(
        FlightLab.stream(FlightLab.opening(), FlightLab.says("first ")).at(gate).bodies(words));
    long began = System.nanoTime();

    // When
    List<Caller> callers = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      callers.add(Caller.asks(lab.node(FlightLab.NAMES.get(i % 3)), body));
    }
    for (Caller caller : callers) {
      assertThat(caller.status()).isEqualTo(200);
    }
    double heads = (System.nanoTime() - began) / 1e9;
    gate.open();

    // Then
    String all = callers.getFirst().whole();
    int at = all.indexOf("first ");
    for (int i = 0; i < CHUNKS; i++) {
      int next = all.indexOf("word-" + i + " ");
      assertThat(next).isGreaterThan(at).isEqualTo(all.lastIndexOf("word-" + i + " "));
      at = next;
    }
    assertThat(all).endsWith("data: [DONE]\n\n");
    int led = 0;
    for (Caller caller : callers) {
      assertThat(caller.whole()).isEqualTo(all);
      assertThat(caller.header("x-lab-cache")).isIn("MISS", "SHARED");
      led += caller.header("x-lab-cache").equals("MISS") ? 1 : 0;
    }
    System.out.printf(
        "measured: %d clients of three nodes had begun after %.2f s, and had all after %.2f s%n",
        CLIENTS, heads, (System.nanoTime() - began) / 1e9);
    assertThat(led).isEqualTo(1);
    assertThat(lab.asked(number)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFollowerAtAnotherNodeGetsTheAnswerInItsOwnFormAndItsNodeKeepsIt(boolean leaderStreams)
      throws Exception {
    // Given
    Parts parts = lab.ownedBy("c");
    int before = lab.asked(parts.number());
    Gate gate = new Gate();
    lab.next(
        leaderStreams
            ? FlightLab.stream(FlightLab.opening(), FlightLab.says("Hello"))
                .at(gate)
                .body(FlightLab.ending())
            : FlightLab.whole("Hello", gate));
    Future<Exchange> upstream = nextRequest();
    Caller leader = Caller.asks(lab.node(parts.leader()), parts.body(leaderStreams));
    var unused = upstream.await(10, SECONDS);
    Caller follower = lab.follows(parts.follower(), parts.body(!leaderStreams));

    // When
    gate.open();

    // Then
    assertThat(follower.whole()).contains("Hello").contains("stop");
    assertThat(follower.header("x-lab-cache")).isEqualTo("SHARED");
    assertThat(leader.whole()).contains("Hello");
    Caller again = Caller.asks(lab.node(parts.follower()), parts.body(true));
    assertThat(again.whole()).contains("Hello");
    assertThat(again.header("x-lab-cache")).isEqualTo("HIT");
    assertThat(lab.asked(parts.number())).isEqualTo(before + 1);
  }

  @Test
  void twoNamespacesNeverShareAnAnswer() throws Exception {
    // Given
    int number = lab.newQuestion();
    Gate gate = new Gate();
    lab.next(
        FlightLab.stream(FlightLab.opening(), FlightLab.says("for one"))
            .at(gate)
            .body(FlightLab.ending()),
        FlightLab.stream(FlightLab.opening(), FlightLab.says("for two"), FlightLab.ending()));
    Future<Exchange> upstream = nextRequest();
    Caller one =
        Caller.asks(
            lab.node("a"), FlightLab.question(number, true, ",\"cache\":{\"namespace\":\"one\"}"));
    var unused = upstream.await(10, SECONDS);

    // When
    Caller two =
        Caller.asks(
            lab.node("b"), FlightLab.question(number, true, ",\"cache\":{\"namespace\":\"two\"}"));

    // Then
    assertThat(two.whole()).contains("for two").doesNotContain("for one");
    assertThat(two.header("x-lab-cache")).isEqualTo("MISS");
    gate.open();
    assertThat(one.whole()).contains("for one").doesNotContain("for two");
    assertThat(lab.asked(number)).isEqualTo(2);
  }

  @Test
  void theLeadersClientMayLeaveAndTheLastOneTakesTheProviderWithIt() throws Exception {
    // Given
    Parts parts = lab.ownedBy("a");
    Gate gate = new Gate();
    lab.next(
        FlightLab.stream(FlightLab.opening(), FlightLab.says("Hel"))
            .at(gate)
            .body(FlightLab.says("lo"))
            .thenHang());
    Future<Exchange> upstream = nextRequest();
    Caller leader = Caller.asks(lab.node(parts.leader()), parts.body(true));
    Exchange asked = upstream.await(10, SECONDS);
    Caller follower = lab.follows(parts.follower(), parts.body(true));
    FlightLab.awaitSaid(leader, "Hel");
    FlightLab.awaitSaid(follower, "Hel");

    // When
    leader.leave();
    gate.open();

    // Then
    FlightLab.awaitSaid(follower, "lo");
    assertThat(asked.peerLeft().isComplete()).isFalse();
    follower.leave();
    var unused = asked.peerLeft().await(10, SECONDS);
  }
}
