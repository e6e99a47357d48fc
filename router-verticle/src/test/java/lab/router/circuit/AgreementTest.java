package lab.router.circuit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import lab.contract.FailureKind;
import lab.router.circuit.Circuit.Closed;
import lab.router.circuit.Circuit.Cooling;
import lab.router.circuit.Circuit.Probing;
import lab.router.circuit.Circuit.Recovering;
import lab.router.circuit.Circuit.Shared;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** How nodes come to one circuit, whatever they found and in whatever order they hear of it. */
class AgreementTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static Cooling rest(long since, long until, FailureKind because, int strikes) {
    return new Cooling(START.plusSeconds(since), START.plusSeconds(until), because, strikes);
  }

  private static Recovering back(long since, Cooling from) {
    return new Recovering(START.plusSeconds(since), from, Recent.NONE);
  }

  @Test
  void ofTwoRestsTheLaterEndCounts() {
    // Given
    Cooling one = rest(10, 70, FailureKind.SERVER, 1);
    Cooling other = rest(11, 31, FailureKind.RATE, 0);

    // Then
    assertThat(Agreement.merge(one, other)).isEqualTo(rest(11, 70, FailureKind.SERVER, 1));
  }

  @Test
  void aReturnEndsTheRestThatItCameFromAndNoLaterOne() {
    // Given
    Cooling first = rest(10, 70, FailureKind.SERVER, 1);
    Cooling second = rest(20, 90, FailureKind.RATE, 1);
    Recovering back = back(71, first);

    // Then
    assertThat(Agreement.merge(first, back)).isEqualTo(back);
    assertThat(Agreement.merge(second, back)).isEqualTo(second);
  }

  @Test
  void aTryGoesOnWhileNothingNewerIsHeard() {
    // Given
    Cooling from = rest(10, 70, FailureKind.SERVER, 1);
    Probing probing = new Probing(START.plusSeconds(70), from);

    // Then
    assertThat(Agreement.adopt(probing, from)).isSameAs(probing);
    assertThat(Agreement.adopt(probing, back(9, rest(5, 8, FailureKind.RATE, 0))))
        .isSameAs(probing);
    assertThat(Agreement.adopt(probing, back(71, from))).isEqualTo(back(71, from));
    assertThat(Agreement.adopt(probing, rest(71, 200, FailureKind.SERVER, 2)))
        .isEqualTo(rest(71, 200, FailureKind.SERVER, 2));
    assertThat(Agreement.adopt(probing, rest(10, 75, FailureKind.SERVER, 1)))
        .isEqualTo(new Probing(START.plusSeconds(70), rest(10, 75, FailureKind.SERVER, 1)));
  }

  @Property
  void whoIsAskedMakesNoDifference(@ForAll("told") Shared one, @ForAll("told") Shared other) {
    assertThat(Agreement.merge(one, other)).isEqualTo(Agreement.merge(other, one));
  }

  @Property
  void hearingTwiceIsHearingOnce(@ForAll("held") Circuit own, @ForAll("told") Shared told) {
    Circuit once = Agreement.adopt(own, told);

    assertThat(Agreement.adopt(once, told)).isEqualTo(once);
    if (own instanceof Shared shared) {
      assertThat(Agreement.merge(shared, shared)).isSameAs(shared);
    }
  }

  @Property
  void noRestBecomesShorterByHearingOfAnother(
      @ForAll("held") Circuit own, @ForAll("told") Shared told) {
    switch (Agreement.adopt(own, told)) {
      case Closed closed -> assertThat(closed).isSameAs(own);
      case Cooling after -> assertThat(after.until()).isAfterOrEqualTo(endOf(own));
      case Probing after -> assertThat(after.from().until()).isAfterOrEqualTo(endOf(own));
      // It works again: after this very rest, or a later one.
      case Recovering after -> assertThat(after.from().since()).isAfterOrEqualTo(beginOf(own));
    }
  }

  private static Instant endOf(Circuit own) {
    return switch (own) {
      case Cooling rest -> rest.until();
      case Probing(_, Cooling from) -> from.until();
      case Closed _, Recovering _ -> Instant.MIN;
    };
  }

  private static Instant beginOf(Circuit own) {
    return switch (own) {
      case Closed(_, Instant past) -> past;
      case Probing(_, Cooling from) -> from.since();
      case Shared shared -> shared.rest().since();
    };
  }

  /** What was heard is written where all read it, and read from there until nothing changes. */
  @Property
  void threeNodesComeToOneCircuit(@ForAll("manyTold") List<Shared> news, @ForAll Random orders) {
    // Given
    List<Circuit> nodes = new ArrayList<>(Collections.nCopies(3, Circuit.NEW));
    for (int node = 0; node < nodes.size(); node++) {
      List<Shared> heard = new ArrayList<>(news);
      Collections.shuffle(heard, orders);
      for (Shared told : heard) {
        nodes.set(node, Agreement.adopt(nodes.get(node), told));
      }
    }

    // When
    for (int round = 0; round < 3; round++) {
      for (Circuit told : List.copyOf(nodes)) {
        nodes.replaceAll(own -> Agreement.adopt(own, (Shared) told));
      }
    }

    // Then
    assertThat(nodes).allMatch(nodes.getFirst()::equals);
  }

  @Provide
  Arbitrary<List<Shared>> manyTold() {
    return told().list().ofMinSize(1).ofMaxSize(6);
  }

  private static Arbitrary<Cooling> rests() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 5),
            Arbitraries.longs().between(0, 5),
            Arbitraries.of(FailureKind.SERVER, FailureKind.RATE, FailureKind.AUTH),
            Arbitraries.integers().between(0, 3))
        .as((since, lasts, because, strikes) -> rest(since, since + lasts, because, strikes));
  }

  @Provide
  Arbitrary<Shared> told() {
    Arbitrary<Shared> rests = rests().map(rest -> rest);
    Arbitrary<Shared> returns =
        Combinators.combine(rests(), Arbitraries.longs().between(0, 5))
            .as(
                (from, later) ->
                    new Recovering(from.until().plusSeconds(later), from, Recent.NONE));
    return Arbitraries.oneOf(rests, returns);
  }

  @Provide
  Arbitrary<Circuit> held() {
    Arbitrary<Circuit> told = told().map(shared -> shared);
    Arbitrary<Circuit> closed =
        Arbitraries.longs()
            .between(0, 5)
            .map(past -> new Closed(Recent.NONE, START.plusSeconds(past)));
    Arbitrary<Circuit> probing = rests().map(from -> new Probing(from.until(), from));
    return Arbitraries.oneOf(told, closed, probing);
  }
}
