package lab.app.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import lab.app.ClusterTurn;
import lab.app.cluster.FlightLab.Parts;
import lab.testkit.script.Exchange;
import lab.testkit.script.Gate;
import lab.testkit.script.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes that die or freeze while others wait for an answer from them, or for their word on who asks
 * for it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(ClusterTurn.class)
class LostLeadersTest {
  private static final Duration CLAIM = Duration.ofMillis(500);

  private FlightLab lab;

  @BeforeAll
  void make(@TempDir Path folder) throws Exception {
    lab = new FlightLab(folder, CLAIM);
  }

  @BeforeEach
  void startWhoWasKilled() throws Exception {
    lab.startAll();
  }

  @AfterAll
  void stop() throws Exception {
    lab.close();
  }

  /** A leader that waits for the provider's next reply. */
  private Caller leader(Parts parts, Reply reply) throws Exception {
    Future<Exchange> upstream = lab.provider().awaitRequest(lab.provider().requests().size() + 1);
    lab.next(reply);
    Caller leader = Caller.asks(lab.node(parts.leader()), parts.body(true));
    var unused = upstream.await(10, SECONDS);
    return leader;
  }

  /** Claims of the two that stay that were told of another node's flight. */
  private int followed(Parts parts) throws Exception {
    return lab.claims(parts.follower(), "followed") + lab.claims(parts.owner(), "followed");
  }

  private void kill(String node) throws Exception {
    lab.node(node).signal("KILL");
    assertThat(lab.node(node).status(Duration.ofSeconds(10))).isEqualTo(137);
  }

  @Test
  void aLeaderThatDiesBeforeItHasSaidAnythingIsFollowedByOneOfTheOthers() throws Exception {
    // Given: two nodes that wait, one of them with two clients
    Parts parts = lab.ownedBy("c");
    int before = lab.asked(parts.number());
    Caller leader = leader(parts, Reply.silence());
    Caller third = lab.follows(parts.follower(), parts.body(true));
    Caller again = Caller.asks(lab.node(parts.follower()), parts.body(true));
    Caller owners = lab.follows(parts.owner(), parts.body(false));
    Gate gate = new Gate();
    lab.next(
        FlightLab.stream(FlightLab.opening())
            .at(gate)
            .body(FlightLab.says("found"))
            .body(FlightLab.ending()));
    int followed = followed(parts);

    // When
    kill(parts.leader());
    // An answer that had come already would be the next leader's alone.
    await().atMost(Duration.ofSeconds(20)).until(() -> followed(parts) > followed);
    gate.open();

    // Then: one more is asked for all of them
    assertThat(third.whole()).contains("found").endsWith("data: [DONE]\n\n");
    assertThat(again.whole()).contains("found").endsWith("data: [DONE]\n\n");
    assertThat(owners.whole()).contains("found");
    assertThat(leader.broke()).isTrue();
    assertThat(lab.asked(parts.number())).isEqualTo(before + 2);
  }

  @Test
  @Tag("soak")
  void aLeaderThatDiesBetweenItsHeadAndItsFirstContentIsFollowedLikewise() throws Exception {
    // Given
    Parts parts = lab.ownedBy("b");
    int before = lab.asked(parts.number());
    Caller leader = leader(parts, FlightLab.stream(FlightLab.opening()).thenHang());
    Caller follower = lab.follows(parts.follower(), parts.body(true));

    // When
    kill(parts.leader());

    // Then
    assertThat(follower.whole()).contains("found").endsWith("data: [DONE]\n\n");
    assertThat(leader.broke()).isTrue();
    assertThat(lab.asked(parts.number())).isEqualTo(before + 2);
  }

  @Test
  void aLeaderThatDiesInMidStreamBreaksOffForThoseWhoHaveSeenSomeAndForNobodyElse()
      throws Exception {
    // Given: one who reads the stream, and one who waits for all of it
    Parts parts = lab.ownedBy("a");
    int before = lab.asked(parts.number());
    Caller leader =
        leader(parts, FlightLab.stream(FlightLab.opening(), FlightLab.says("Hel")).thenHang());
    Caller reads = lab.follows(parts.follower(), parts.body(true));
    FlightLab.awaitSaid(reads, "Hel");
    Caller waits = lab.follows(parts.owner(), parts.body(false));

    // When
    kill(parts.leader());

    // Then: never a silent end
    assertThat(reads.whole()).contains("event: error\n").endsWith("data: [DONE]\n\n");
    assertThat(waits.whole()).contains("found");
    assertThat(leader.broke()).isTrue();
    assertThat(lab.asked(parts.number())).isEqualTo(before + 2);
  }

  @Test
  @Tag("soak")
  void aLeaderThatDiesAfterTheEndTakesNothingWithIt() throws Exception {
    // Given
    Parts parts = lab.ownedBy("c");
    int before = lab.asked(parts.number());
    Gate gate = new Gate();
    Caller leader =
        leader(
            parts,
            FlightLab.stream(FlightLab.opening(), FlightLab.says("Hello"))
                .at(gate)
                .body(FlightLab.ending()));
    Caller follower = lab.follows(parts.follower(), parts.body(true));
    gate.open();
    String all = follower.whole();

    // When
    kill(parts.leader());
    Caller later = Caller.asks(lab.node(parts.follower()), parts.body(true));

    // Then
    assertThat(all).contains("Hello").endsWith("data: [DONE]\n\n").isEqualTo(leader.whole());
    assertThat(later.whole()).isEqualTo(all);
    assertThat(later.header("x-lab-cache")).isEqualTo("HIT");
    assertThat(lab.asked(parts.number())).isEqualTo(before + 1);
  }

  @Test
  void anOwnerThatDiesBreaksNothingOffAndNobodyWaitsForItsWord() throws Exception {
    // Given
    Parts other = lab.ownedBy("b");
    Parts parts = lab.ownedBy("b");
    Gate gate = new Gate();
    Caller leader =
        leader(
            parts,
            FlightLab.stream(FlightLab.opening(), FlightLab.says("Hel"))
                .at(gate)
                .body(FlightLab.ending()));
    Caller follower = lab.follows(parts.follower(), parts.body(true));
    FlightLab.awaitSaid(follower, "Hel");

    // When
    kill(parts.owner());
    long began = System.nanoTime();
    Caller next = Caller.asks(lab.node(parts.leader()), other.body(true));

    // Then
    assertThat(next.whole()).contains("found");
    assertThat(next.header("x-lab-cache")).isEqualTo("MISS");
    System.out.printf("measured: owner dead: %.3f s%n", (System.nanoTime() - began) / 1e9);
    gate.open();
    assertThat(follower.whole()).endsWith("data: [DONE]\n\n").isEqualTo(leader.whole());
  }

  @Test
  void anOwnerThatIsFrozenHoldsARequestUpNoLongerThanItsClaimMayTake() throws Exception {
    // Given
    Parts parts = lab.ownedBy("a");
    int late = lab.claims(parts.leader(), "late");

    // When
    lab.node(parts.owner()).signal("STOP");
    long began = System.nanoTime();
    Caller caller = Caller.asks(lab.node(parts.leader()), parts.body(true));
    String all = caller.whole();
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    lab.node(parts.owner()).signal("CONT");

    // Then
    System.out.printf("measured: owner frozen: %d ms%n", took.toMillis());
    assertThat(all).contains("found");
    assertThat(caller.header("x-lab-cache")).isEqualTo("MISS");
    assertThat(took).isBetween(CLAIM, CLAIM.plusSeconds(1));
    assertThat(lab.claims(parts.leader(), "late")).isEqualTo(late + 1);
  }
}
