package lab.router.choose;

import static lab.router.choose.Field.chosen;
import static lab.router.choose.Field.moment;
import static lab.router.choose.Field.names;
import static lab.router.choose.Field.weighing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import lab.config.Choosing.Score;
import lab.router.plan.Desk;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds of choices by weight, whatever the weights. */
class WeightsTest {
  private static final int MANY = 20_000;

  @Example
  void smoothRoundRobinSpreadsTheTurns() {
    assertThat(chosen(new RoundRobin(), weighing(5, 1, 1), moment(1), 7))
        .containsExactly("p0", "p0", "p1", "p0", "p2", "p0", "p0");
  }

  @Example
  void whoIsSlowToBeginGetsHalfOfItsShare() {
    // Given
    Moment slow = moment(new Desk().slow("p0"), 7, Field.NO_TIES);
    List<Option> equals = weighing(1, 1);

    // Then
    for (Ordering ordering : List.of(new RoundRobin(), new Shuffle(), new AdaptiveWeighted())) {
      assertThat(Collections.frequency(chosen(ordering, equals, slow, 3_000), "p0"))
          .as(ordering.toString())
          .isCloseTo(1_000, within(100));
      assertThat(ordering.measured(equals.getFirst(), equals, slow)).isEqualTo("weight 0.33");
    }
  }

  @Property(tries = 200)
  void roundRobinGivesEachItsShareButForATurn(@ForAll("weights") List<Integer> weights) {
    // Given
    double[] all = weights.stream().mapToDouble(Integer::doubleValue).toArray();
    int sum = weights.stream().mapToInt(Integer::intValue).sum();

    // When
    List<String> chosen = chosen(new RoundRobin(), weighing(all), moment(1), 3 * sum);

    // Then
    for (int i = 0; i < weights.size(); i++) {
      assertThat(Collections.frequency(chosen, "p" + i)).isCloseTo(3 * weights.get(i), within(1));
    }
  }

  @Property(tries = 100)
  void roundRobinOfEqualsNeverClumps(@ForAll @IntRange(min = 2, max = 12) int size) {
    // Given
    double[] equal = IntStream.range(0, size).mapToDouble(i -> 1.0 / size).toArray();

    // When
    List<String> chosen = chosen(new RoundRobin(), weighing(equal), moment(1), 5 * size);

    // Then
    for (int from = 0; from + size <= chosen.size(); from++) {
      assertThat(new HashSet<>(chosen.subList(from, from + size))).hasSize(size);
    }
  }

  @Property(tries = 200)
  void roundRobinNeverGivesTwoTurnsInARowToWhoWeighsLessThanHalf(
      @ForAll("weights") List<Integer> weights) {
    // Given
    double[] all = weights.stream().mapToDouble(Integer::doubleValue).toArray();
    int sum = weights.stream().mapToInt(Integer::intValue).sum();

    // When
    List<String> chosen = chosen(new RoundRobin(), weighing(all), moment(1), 5 * sum);

    // Then
    for (int i = 1; i < chosen.size(); i++) {
      int weight = weights.get(Integer.parseInt(chosen.get(i).substring(1)));
      assertThat(chosen.get(i).equals(chosen.get(i - 1)) && 2 * weight < sum).isFalse();
    }
  }

  @Example
  void whoIsNotFitLosesItsTurnsAndTheOthersShareThem() {
    // Given
    RoundRobin ordering = new RoundRobin();
    List<Option> all = weighing(0.5, 0.3, 0.2);

    // When
    List<String> chosen = chosen(ordering, all.subList(1, 3), moment(1), 100);

    // Then
    assertThat(Collections.frequency(chosen, "p1")).isEqualTo(60);
    assertThat(Collections.frequency(chosen, "p2")).isEqualTo(40);
  }

  @Example
  void whoOnlyFollowsTakesNoTurn() {
    // Given
    RoundRobin ordering = new RoundRobin();
    List<Option> two = weighing(1, 1);

    // When
    for (int i = 0; i < 3; i++) {
      assertThat(names(ordering.order(two, moment(1), false))).containsExactly("p0", "p1");
    }

    // Then
    assertThat(chosen(ordering, two, moment(1), 2)).containsExactly("p0", "p1");
  }

  @Example
  void whoWeighsNothingIsChosenOnlyAloneOrAmongItsLike() {
    assertThat(chosen(new RoundRobin(), weighing(0, 1), moment(1), 10)).containsOnly("p1");
    assertThat(chosen(new Shuffle(), weighing(0, 1), moment(1), 10)).containsOnly("p1");
    assertThat(chosen(new RoundRobin(), weighing(0, 0), moment(1), 4))
        .containsExactly("p0", "p1", "p0", "p1");
    assertThat(chosen(new Shuffle(), weighing(0, 0), moment(1), 100)).contains("p0", "p1");
  }

  @Property(tries = 20)
  void shuffleConvergesToTheWeights(@ForAll("weights") List<Integer> weights, @ForAll long seed) {
    // Given
    double[] all = weights.stream().mapToDouble(Integer::doubleValue).toArray();
    double sum = weights.stream().mapToInt(Integer::intValue).sum();

    // When
    List<String> chosen = chosen(new Shuffle(), weighing(all), moment(seed), MANY);

    // Then
    for (int i = 0; i < weights.size(); i++) {
      // Five standard deviations of a draw with chance 1/2; the seeds are drawn anew each time.
      assertThat(Collections.frequency(chosen, "p" + i) / (double) MANY)
          .isCloseTo(weights.get(i) / sum, within(5 * 0.5 / Math.sqrt(MANY)));
    }
  }

  @Property(tries = 100)
  void everybodyIsInTheOrderOnce(@ForAll("weights") List<Integer> weights, @ForAll long seed) {
    // Given
    List<Option> fit = weighing(weights.stream().mapToDouble(Integer::doubleValue).toArray());

    for (Ordering ordering :
        List.of(
            new RoundRobin(),
            new Shuffle(),
            new LeastLoaded(),
            new MostCapacity(),
            new Cheapest(),
            new Largest(),
            new Fastest(),
            new AdaptiveWeighted(),
            new UsageBased(Score.DEFAULT))) {
      // When
      List<Option> order = ordering.order(fit, moment(seed), true);

      // Then
      assertThat(order).containsExactlyInAnyOrderElementsOf(fit);
    }
  }

  @Provide
  Arbitrary<List<Integer>> weights() {
    return Arbitraries.integers().between(1, 20).list().ofMinSize(2).ofMaxSize(12);
  }
}
