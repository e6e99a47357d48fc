package lab.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One limit over several nodes. */
class PoolTest {
  private static final long SECOND = 1_000_000;
  private static final long MINUTE = 60 * SECOND;

  private final Neighbours cluster = new Neighbours("a", "b", "c");

  /** What was taken at a time, somewhere. */
  private record Take(long at, long tokens) {}

  @Property(tries = 200)
  void whereverItIsTakenTheClusterGivesNoMoreThanOneNodeWould(
      @ForAll @IntRange(min = 1, max = 5_000) int perMinute,
      @ForAll @IntRange(min = 1, max = 40) int largest,
      @ForAll long seed) {
    // Given: a cluster of its own, for all tries share what the test has
    Neighbours cluster = new Neighbours("a", "b", "c");
    Limit limit = cluster.ownedBy("a", "b", perMinute);
    Random random = new Random(seed);
    List<Take> takes = new ArrayList<>();

    // When
    for (int i = 0; i < 300; i++) {
      long tokens = Math.min(perMinute, 1 + random.nextInt(largest));
      Neighbours.Node node = cluster.living().get(random.nextInt(3));
      if (node.take(limit, tokens) == null) {
        takes.add(new Take(cluster.micros(), tokens));
      }
      if (random.nextInt(4) == 0) {
        cluster.pass(Duration.ofMillis(random.nextInt(700)));
      }
    }

    // Then: what a node holds may be used up to a second later than it was taken
    for (int from = 0; from < takes.size(); from++) {
      long taken = 0;
      for (int to = from; to < takes.size(); to++) {
        taken += takes.get(to).tokens();
        long time = takes.get(to).at() - takes.get(from).at() + 2 * SECOND;
        assertThat(taken * MINUTE).isLessThanOrEqualTo(perMinute * MINUTE + time * perMinute);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 59, 60, 100, 6_000})
  void allOfALimitCanBeHadByTakingTurns(int perMinute) {
    // Given
    Limit limit = cluster.ownedBy("b", "c", perMinute);

    // When
    int taken = 0;
    int refused = 0;
    while (refused < 3) {
      boolean had = cluster.living().get(taken % 3).take(limit, 1) == null;
      refused = had ? 0 : refused + 1;
      taken += had ? 1 : 0;
      if (!had) {
        taken += cluster.living().stream().mapToInt(node -> node.takeAll(limit)).sum();
      }
    }

    // Then
    assertThat(taken).isEqualTo(perMinute);
  }

  @Test
  void nothingIsRefusedWhileAnotherNodeHoldsTokens() {
    // Given: b has used some, and so holds some
    Limit limit = cluster.ownedBy("a", "b", 600);
    Neighbours.Node b = cluster.node("b");
    for (int i = 0; i < 100; i++) {
      assertThat(b.take(limit, 1)).isNull();
    }
    long held = b.pool().lease(limit).there();
    assertThat(held).isPositive();

    // When
    int taken = cluster.node("c").takeAll(limit);

    // Then
    assertThat(taken).isEqualTo(500);
    assertThat(b.pool().lease(limit).there()).isZero();
  }

  @Test
  void mostOfManyRequestsOfANodeAskNobody() {
    // Given
    Limit limit = cluster.ownedBy("a", "b", 60_000);
    Meter meter = cluster.node("c").meter(limit);
    int asked = 0;

    // When: 900 a second for 20 s
    for (int i = 0; i < 20 * 10; i++) {
      for (int j = 0; j < 90; j++) {
        if (!meter.take(1)) {
          asked++;
          assertThat(cluster.node("c").take(limit, 1)).isNull();
        }
      }
      cluster.pass(Duration.ofMillis(100));
    }

    // Then
    assertThat(asked).isLessThan(30);
  }

  @Test
  void whatANodeHoldsAndDoesNotUseGoesBackAfterASecond() {
    // Given
    Limit limit = cluster.ownedBy("a", "b", 600);
    for (int i = 0; i < 200; i++) {
      assertThat(cluster.node("c").take(limit, 1)).isNull();
    }
    assertThat(cluster.node("c").pool().lease(limit).there()).isPositive();

    // When
    cluster.pass(Duration.ofMillis(1_100));

    // Then: 200 were used, and 11 have come back since
    assertThat(cluster.node("c").pool().lease(limit).there()).isZero();
    assertThat(cluster.node("a").pool().bank().left(limit)).isEqualTo(411);
  }

  @Test
  void aSmallLimitIsAskedForEachTimeAndNobodyHoldsAnyOfIt() {
    // Given
    Limit limit = cluster.ownedBy("a", "b", 59);
    for (int i = 0; i < 30; i++) {
      assertThat(cluster.node("c").take(limit, 1)).isNull();
    }

    assertThat(cluster.node("c").pool().lease(limit).there()).isZero();
    assertThat(cluster.node("c").meter(limit).known()).isEqualTo(new Left(29, true));
    assertThat(cluster.node("a").meter(limit).known()).isEqualTo(new Left(29, false));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 59, 600, 6_000})
  void whenTheOwnerDiesNoMoreIsTakenTwiceThanALeaseAtMost(int perMinute) {
    // Given: the owner and another one have used half of it
    Limit limit = cluster.ownedBy("a", "b", perMinute);
    int before = 0;
    for (int i = 0; i < perMinute / 2; i++) {
      before += cluster.node(i % 3 == 0 ? "c" : "a").take(limit, 1) == null ? 1 : 0;
    }

    // When: nobody knows yet, and then everybody does
    cluster.kill("a");
    int after = cluster.node("c").takeAll(limit) + cluster.node("b").takeAll(limit);
    cluster.pass(Duration.ofSeconds(6));
    long back = cluster.micros() * perMinute / MINUTE;
    after += cluster.node("b").takeAll(limit) + cluster.node("c").takeAll(limit);

    // Then
    long overshoot = before + after - perMinute - back;
    assertThat(overshoot).isLessThanOrEqualTo(Lease.mostOf(perMinute));
    assertThat(overshoot).isGreaterThanOrEqualTo(-3 * Lease.mostOf(perMinute));
  }

  @Test
  void whoComesAndKeepsAnAccountFromNowOnKnowsWhatWasTakenOfIt() {
    // Given: one whose account goes to the newcomer
    Neighbours four = new Neighbours("a", "b", "c", "d");
    Limit limit = four.ownedBy("d", "b", 30);
    for (String node : List.of("a", "b", "c")) {
      for (int i = 0; i < 7; i++) {
        assertThat(cluster.node(node).take(limit, 1)).isNull();
      }
    }

    // When
    cluster.join("d");

    // Then
    assertThat(cluster.owner(limit)).isSameAs(cluster.node("d"));
    assertThat(cluster.node("a").takeAll(limit) + cluster.node("d").takeAll(limit)).isEqualTo(9);
  }

  @Test
  void whatIsGivenBackAndWhatIsUsedBeyondReachTheAccount() {
    // Given
    Limit limit = cluster.ownedBy("a", "b", 50);
    Meter meter = cluster.node("c").meter(limit);
    assertThat(cluster.node("c").take(limit, 40)).isNull();

    // When
    meter.giveBack(30);
    meter.charge(5);

    // Then
    assertThat(cluster.node("a").pool().bank().left(limit)).isEqualTo(35);
  }

  @Test
  void aRefusalTellsWhenThereIsEnough() {
    // Given
    Limit limit = cluster.ownedBy("a", "b", 30);
    assertThat(cluster.node("b").take(limit, 25)).isNull();

    // When
    Refusal refusal = cluster.node("c").take(limit, 8);

    // Then
    assertThat(refusal).isEqualTo(new Refusal(limit, 5, Duration.ofSeconds(6)));
    cluster.pass(Duration.ofSeconds(6));
    assertThat(cluster.node("c").take(limit, 8)).isNull();
  }
}
