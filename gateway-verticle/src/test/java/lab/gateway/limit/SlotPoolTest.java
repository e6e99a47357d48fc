package lab.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import lab.config.RateLimits;
import lab.gateway.limit.Limit.Scope;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Requests under way at a time, of one limit over several nodes. */
class SlotPoolTest {
  private static final Duration LONGEST = Duration.ofSeconds(3);

  private final Neighbours cluster = new Neighbours("a", "b", "c");

  /** Of whom each was told whether it has a slot, in order. */
  private final List<String> told = new ArrayList<>();

  /** A limit that this node counts for all. */
  private SlotLimit countedBy(String owner, int most) {
    for (int i = 0; ; i++) {
      SlotLimit limit = SlotLimit.of(Scope.KEY, "key", "k" + i, most);
      Owners.Place place = cluster.node("a").pool().owners().place(limit.id());
      if (place.owner().value().equals(owner)) {
        return limit;
      }
    }
  }

  private void mayWait(int size) {
    for (Neighbours.Node node : cluster.living()) {
      node.slots()
          .goesBy(
              new RateLimits(
                  Collections.emptyMap(),
                  Collections.emptyMap(),
                  false,
                  RateLimits.NONE.claimTimeout(),
                  size,
                  LONGEST));
    }
  }

  private Slot want(String node, SlotLimit limit, String name, int priority) {
    SlotPool pool = cluster.node(node).slots();
    Slot slot =
        new Slot(
            limit,
            pool,
            priority,
            pool.maySomebodyWait(),
            there -> told.add(name + (there ? " in" : " out")));
    pool.enter(slot);
    return slot;
  }

  @Test
  void oneMoreThanTheLimitIsRefusedAtEveryNodeUntilOneEnds() {
    // Given
    SlotLimit limit = countedBy("a", 2);
    Slot first = want("a", limit, "1", 5);
    Slot unused = want("b", limit, "2", 5);

    // When
    Slot unusedToo = want("c", limit, "3", 5);
    first.leave();
    first.leave();
    Slot last = want("c", limit, "4", 5);
    Slot unusedLast = want("b", limit, "5", 5);

    // Then
    assertThat(told).containsExactly("1 in", "2 in", "3 out", "4 in", "5 out");
    assertThat(last.isWanted()).isFalse();
  }

  @Test
  void theNodeThatCountsKnowsWhatIsFreeAndAnotherOneWhatItHasItself() {
    // Given
    SlotLimit limit = countedBy("a", 3);
    Slot first = want("b", limit, "1", 5);
    Slot unused = want("c", limit, "2", 5);

    // Then
    assertThat(cluster.node("a").slots().left(limit)).isEqualTo(new Left(1, false));
    assertThat(cluster.node("b").slots().left(limit)).isEqualTo(new Left(2, true));

    // When
    first.leave();

    // Then
    assertThat(cluster.node("a").slots().left(limit)).isEqualTo(new Left(2, false));
    assertThat(cluster.node("b").slots().left(limit)).isEqualTo(new Left(3, true));
  }

  @Property(tries = 100)
  void overTheWholeClusterNoMoreRunThanMay(
      @ForAll @IntRange(min = 1, max = 6) int most,
      @ForAll @IntRange(min = 0, max = 4) int queue,
      @ForAll long seed) {
    // Given
    SlotPoolTest own = new SlotPoolTest();
    own.mayWait(queue);
    SlotLimit limit = own.countedBy("b", most);
    Random random = new Random(seed);
    List<Slot> running = new ArrayList<>();
    List<Slot> all = new ArrayList<>();

    // When
    for (int i = 0; i < 150; i++) {
      Neighbours.Node node = own.cluster.living().get(random.nextInt(3));
      Slot[] slot = new Slot[1];
      slot[0] =
          new Slot(
              limit,
              node.slots(),
              random.nextInt(10),
              queue > 0,
              there -> {
                if (there) {
                  running.add(slot[0]);
                }
              });
      all.add(slot[0]);
      node.slots().enter(slot[0]);
      assertThat(running).hasSizeLessThanOrEqualTo(most);
      if (random.nextInt(3) > 0) {
        Slot leaves = all.remove(random.nextInt(all.size()));
        running.remove(leaves);
        leaves.leave();
        assertThat(running).hasSizeLessThanOrEqualTo(most);
      }
      own.cluster.pass(Duration.ofMillis(random.nextInt(300)));
      assertThat(running).hasSizeLessThanOrEqualTo(most);
    }

    // Then: all of it is there again
    all.forEach(Slot::leave);
    own.cluster.pass(Duration.ofSeconds(1));
    for (int i = 0; i < most; i++) {
      Slot unused = own.want("c", limit, "" + i, 5);
    }
    assertThat(own.told).hasSize(most).allMatch(one -> one.endsWith(" in"));
  }

  @Test
  void whoWaitsGetsTheSlotOfOneThatEndsAtAnotherNode() {
    // Given
    mayWait(5);
    SlotLimit limit = countedBy("a", 1);
    Slot first = want("b", limit, "1", 5);
    Slot second = want("c", limit, "2", 5);
    cluster.pass(Duration.ofMillis(100));
    Slot third = want("b", limit, "3", 5);
    assertThat(told).containsExactly("1 in");

    // When
    first.leave();
    cluster.pass(Duration.ofMillis(200));
    second.leave();
    cluster.pass(Duration.ofMillis(200));

    // Then
    assertThat(told).containsExactly("1 in", "2 in", "3 in");
    third.leave();
  }

  @Test
  void whoWaitsGoesByALimitThatWasRaisedMeanwhile() {
    // Given
    mayWait(5);
    SlotLimit limit = countedBy("a", 1);
    List<Slot> slots =
        IntStream.rangeClosed(1, 4).mapToObj(i -> want("b", limit, "" + i, 5)).toList();
    cluster.pass(Duration.ofMillis(200));
    assertThat(told).containsExactly("1 in");

    // When
    cluster.node("b").slots().goesBy(new SlotLimit(limit.scope(), limit.name(), limit.id(), 3));
    cluster.pass(Duration.ofMillis(200));

    // Then
    assertThat(told).containsExactly("1 in", "2 in", "3 in");
    slots.forEach(Slot::leave);
  }

  @Test
  void whoHasWaitedForTooLongIsRefusedAndWhoLeavesMakesRoom() {
    // Given
    mayWait(1);
    SlotLimit limit = countedBy("a", 1);
    Slot unused = want("a", limit, "1", 5);
    Slot gone = want("a", limit, "2", 5);
    Slot full = want("a", limit, "3", 5);
    assertThat(full.isWanted()).isFalse();

    // When
    gone.leave();
    Slot waits = want("a", limit, "4", 5);
    cluster.pass(LONGEST.minusMillis(100));
    assertThat(waits.isWanted()).isTrue();
    cluster.pass(Duration.ofMillis(100));

    // Then
    assertThat(told).containsExactly("1 in", "3 out", "4 out");
    assertThat(cluster.node("a").slots().room().size()).isZero();
  }

  @Test
  void aHigherPriorityTakesTheLastPlaceOfTheLowest() {
    // Given: two keys whose slots are taken
    mayWait(2);
    SlotLimit one = countedBy("a", 1);
    SlotLimit other = SlotLimit.of(Scope.KEY, "other", "other", 1);
    Slot unused = want("a", one, "1", 5);
    Slot unusedToo = want("a", other, "2", 7);

    // When
    Slot low = want("a", one, "low", 5);
    Slot lower = want("a", one, "later", 5);
    Slot high = want("a", other, "high", 7);
    Slot last = want("a", one, "last", 5);

    // Then
    assertThat(told).containsExactly("1 in", "2 in", "later out", "last out");
    assertThat(low.isWanted()).isTrue();
    assertThat(high.isWanted()).isTrue();
    assertThat(lower.isWanted() || last.isWanted()).isFalse();
  }

  @Test
  void theSlotsOfADeadNodeComeBackWithItsHeartbeat() {
    // Given
    SlotLimit limit = countedBy("a", 1);
    Slot unused = want("b", limit, "1", 5);

    // When
    cluster.kill("b");
    cluster.pass(Duration.ofSeconds(3));
    Slot unusedToo = want("c", limit, "2", 5);
    cluster.pass(Duration.ofSeconds(3));
    Slot unusedLast = want("c", limit, "3", 5);

    // Then
    assertThat(told).containsExactly("1 in", "2 out", "3 in");
  }

  @Test
  void aNodeThatDoesNotAnswerIsCountedAsSilent() {
    // Given
    SlotLimit limit = countedBy("a", 1);
    cluster.kill("a");

    // When
    Slot unused = want("b", limit, "1", 5);

    // Then
    assertThat(told).containsExactly("1 in");
    assertThat(cluster.node("b").pool().silent()).isEqualTo(1);
  }

  @Test
  void whoCountsAfterADeadNodeIsToldWhatRuns() {
    // Given
    SlotLimit limit = countedBy("a", 2);
    Slot unused = want("b", limit, "1", 5);
    Slot unusedToo = want("c", limit, "2", 5);

    // When
    cluster.kill("a");
    cluster.pass(Duration.ofSeconds(8));
    Slot unusedB = want("b", limit, "3", 5);
    Slot unusedC = want("c", limit, "4", 5);

    // Then
    assertThat(told).containsExactly("1 in", "2 in", "3 out", "4 out");
  }
}
