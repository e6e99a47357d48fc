package lab.router.board;

import static lab.router.board.BoardOfNode.M;
import static lab.router.board.BoardOfNode.P;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.ProviderDigest;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What three nodes know of one provider when each tells the others of its own attempts. */
class ThreeBoardsTest {
  private List<BoardOfNode> nodes =
      List.of(new BoardOfNode("a"), new BoardOfNode("b"), new BoardOfNode("c"));
  private final BoardOfNode a = nodes.get(0);
  private final BoardOfNode b = nodes.get(1);
  private final BoardOfNode c = nodes.get(2);

  private void tell(BoardOfNode teller, ProviderDigest digest) {
    nodes.stream()
        .filter(node -> node != teller)
        .forEach(node -> node.board.hear(digest, node.attempts.now()));
  }

  private void tellAll() {
    nodes.forEach(node -> tell(node, node.digest()));
  }

  @Test
  void whatIsInFlightAnywhereCountsEverywhere() {
    // Given
    a.attempts.starts("p", "m");
    a.attempts.starts("p", "a name that nobody mentions");
    b.attempts.starts("p", "n");

    // When
    tellAll();
    tellAll();

    // Then
    assertThat(nodes).extracting(BoardOfNode::inFlight).containsExactly(3, 3, 3);

    a.attempts.succeeds("p", "m");
    assertThat(a.inFlight()).isEqualTo(2);
    tellAll();
    assertThat(nodes).extracting(BoardOfNode::inFlight).containsExactly(2, 2, 2);
  }

  @Test
  void aDigestThatIsHeardTwiceOrLateCountsOnce() {
    // Given
    a.attempts.succeeds("p", "m");
    ProviderDigest first = a.digest();
    a.attempts.starts("p", "m");
    ProviderDigest second = a.digest();

    // When
    tell(a, first);
    tell(a, second);
    tell(a, second);
    tell(a, first);

    // Then
    assertThat(b.attempts(Attempts.START)).isEqualTo(1);
    assertThat(b.inFlight()).isEqualTo(1);
  }

  @Test
  void aNodeThatStartedAnewBeginsAnewAndItsFormerLifeIsOver() {
    // Given
    a.attempts.starts("p", "m");
    ProviderDigest former = a.digest();
    tell(a, a.digest());
    BoardOfNode again = new BoardOfNode("a");
    again.since = Attempts.START.plusSeconds(1);
    again.attempts.starts("p", "n");

    // When
    tell(a, again.digest());
    tell(a, former);

    // Then
    assertThat(b.board.inFlight(P)).isEqualTo(1);
    again.attempts.succeeds("p", "n");
    tell(a, again.digest());
    assertThat(b.board.inFlight(P)).isZero();
  }

  @Test
  void theLoadOfASilentNodeIsGoneWithinTwoSecondsAndBackWhenItIsHeard() {
    // Given
    a.attempts.starts("p", "m");
    tell(a, a.digest());

    // When
    b.board.dropSilent(Attempts.START.plus(Peers.LONGEST_SILENCE).minusMillis(1));
    assertThat(b.inFlight()).isEqualTo(1);
    b.board.dropSilent(Attempts.START.plus(Peers.LONGEST_SILENCE));
    b.board.dropSilent(Attempts.START.plusSeconds(10));

    // Then
    assertThat(Peers.LONGEST_SILENCE).isLessThan(Duration.ofSeconds(2));
    assertThat(b.inFlight()).isZero();
    tell(a, a.digest());
    assertThat(b.inFlight()).isEqualTo(1);
  }

  @Test
  void whatOneNodeTriesNoOtherOneTriesUntilItsTryIsOver() {
    // Given: both know of the rest, and it is over
    a.attempts.fails("p", "m", FailureKind.RATE);
    b.attempts.fails("p", "m", FailureKind.RATE);
    a.attempts.at(60);
    b.attempts.at(60);
    assertThat(isFree(b)).isTrue();

    // When
    a.attempts.starts("p", "m");
    tell(a, a.digest());

    // Then
    assertThat(isFree(b)).isFalse();
    b.attempts.at(69);
    tell(a, a.digest());
    assertThat(isFree(b)).isFalse();

    // When: its client left, which says nothing
    a.attempts.ends("p", "m", new Ending.Abandoned());
    tell(a, a.digest());

    // Then
    assertThat(isFree(b)).isTrue();
  }

  @Test
  void theTryOfANodeThatFallsSilentIsOver() {
    // Given
    a.attempts.fails("p", "m", FailureKind.RATE);
    b.attempts.fails("p", "m", FailureKind.RATE);
    a.attempts.at(60);
    b.attempts.at(60);
    a.attempts.starts("p", "m");
    tell(a, a.digest());
    boolean free = isFree(b);

    // When
    b.board.dropSilent(b.attempts.now().plus(Peers.LONGEST_SILENCE));

    // Then
    assertThat(free).isFalse();
    assertThat(isFree(b)).isTrue();
  }

  private static boolean isFree(BoardOfNode node) {
    return node.board.cooling(P, M, Board.Turn.LOOK, node.attempts.now()) == null;
  }

  @Test
  void oneFailureOnEachNodeOpensTheCircuitOnAll() {
    // When
    for (BoardOfNode node : nodes) {
      node.attempts.fails("p", "m", FailureKind.SERVER);
      tellAll();
    }

    // Then
    assertThat(nodes)
        .allSatisfy(
            node ->
                assertThat(node.board.cooling(P, M, Board.Turn.LOOK, Attempts.START)).isNotNull());
    assertThat(a.board.cooling(P, new ModelName("n"), Board.Turn.LOOK, Attempts.START)).isNull();
  }

  @Test
  void aServerThatNoNodeReachesIsOutForAllItsModels() {
    // When
    a.attempts.missesServer("p", "m");
    b.attempts.missesServer("p", "n");
    c.attempts.missesServer("p", "m");
    tellAll();

    // Then
    assertThat(nodes)
        .allSatisfy(
            node ->
                assertThat(
                        node.board.cooling(P, new ModelName("n"), Board.Turn.LOOK, Attempts.START))
                    .isNotNull());
  }

  @Test
  void timesOfAllNodesAreOne() {
    // Given
    a.attempts.ends(
        "p", "m", new Ending.Succeeded(), Duration.ofMillis(20), Duration.ofSeconds(1), 10, true);
    b.attempts.ends(
        "p", "m", new Ending.Succeeded(), Duration.ofMillis(900), Duration.ofSeconds(9), 10, true);

    // When
    tellAll();

    // Then
    for (BoardOfNode node : nodes) {
      assertThat(node.attempts(Attempts.START)).isEqualTo(2);
      assertThat(node.board.score(P, M)).isEqualTo(a.board.score(P, M));
      assertThat(node.board.score(P, M).firstContent()).isBetween(0.85, 0.95);
    }
  }

  /** One thing that happens at one of the nodes, or a round of digests. */
  enum Happens {
    STARTS,
    SUCCEEDS,
    FAILS,
    IS_REFUSED,
    LEAVES,
    TELLS
  }

  @Property(tries = 300)
  void sumsAreExactWhateverHappensInWhateverOrder(
      @ForAll @Size(max = 80) List<@IntRange(max = 17) Integer> steps) {
    // Given
    nodes = List.of(new BoardOfNode("a"), new BoardOfNode("b"), new BoardOfNode("c"));
    long ended = 0;
    int[] running = new int[nodes.size()];

    // When
    for (int code : steps) {
      int at = code % nodes.size();
      Attempts attempts = nodes.get(at).attempts;
      Happens happens = Happens.values()[code / nodes.size()];
      if (happens == Happens.STARTS) {
        attempts.starts("p", "m");
        running[at]++;
      } else if (happens == Happens.TELLS) {
        tell(nodes.get(at), nodes.get(at).digest());
      } else if (running[at] > 0) {
        running[at]--;
        end(attempts, happens);
        ended += happens == Happens.LEAVES || happens == Happens.IS_REFUSED ? 0 : 1;
      }
    }
    tellAll();

    // Then
    List<Integer> inFlight = new ArrayList<>();
    List<Long> attempts = new ArrayList<>();
    nodes.forEach(node -> inFlight.add(node.inFlight()));
    nodes.forEach(node -> attempts.add(node.attempts(Attempts.START)));
    assertThat(inFlight).containsOnly(running[0] + running[1] + running[2]);
    assertThat(attempts).containsOnly(ended);
  }

  private static void end(Attempts attempts, Happens happens) {
    switch (happens) {
      case SUCCEEDS -> attempts.succeeds("p", "m");
      case FAILS -> attempts.fails("p", "m", FailureKind.SERVER);
      case IS_REFUSED -> attempts.fails("p", "m", FailureKind.BAD_REQUEST);
      case LEAVES -> attempts.ends("p", "m", new Ending.Abandoned());
      case STARTS, TELLS -> throw new AssertionError(happens);
    }
  }
}
