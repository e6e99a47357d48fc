package lab.router.choose;

import static lab.router.choose.Field.chosen;
import static lab.router.choose.Field.moment;
import static lab.router.choose.Field.names;
import static lab.router.choose.Field.option;
import static lab.router.choose.Field.weighing;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lab.config.Choosing;
import lab.config.Choosing.Preferred;
import lab.config.Price;
import lab.config.ProviderType;
import lab.config.SpecialCases;
import lab.config.Strategy;
import lab.contract.ProviderName;
import lab.contract.SourceRef;
import lab.router.choose.Orderings.Levels;
import lab.router.plan.Desk;
import org.junit.jupiter.api.Test;

class StrategiesTest {
  private static final SpecialCases NO_TIES =
      new SpecialCases(Duration.ZERO, SpecialCases.Errors.DEFAULT, false, false);

  @Test
  void leastLoadedDrawsTiesByWeight() {
    // Given
    Desk board = new Desk().inFlight("p2", 1);

    // When
    List<String> chosen =
        chosen(new LeastLoaded(), weighing(1, 3, 1), moment(board, 7, NO_TIES), 1000);

    // Then
    assertThat(Collections.frequency(chosen, "p2")).isZero();
    assertThat(Collections.frequency(chosen, "p1")).isBetween(680, 820);
  }

  @Test
  void leastLoadedCountsTheRequestsOfOthers() {
    // Given
    Desk board = new Desk().inFlight("p0", 1).told("p1", 3);

    // When
    List<String> chosen = chosen(new LeastLoaded(), weighing(1, 1), moment(board, 7, NO_TIES), 10);

    // Then
    assertThat(chosen).containsOnly("p0");
  }

  @Test
  void whoIsSlowToBeginComesAfterItsEquals() {
    // Given
    Desk board = new Desk().slow("p0");
    Moment warmFirst =
        moment(
            board.warm("p0"),
            7,
            new SpecialCases(Duration.ZERO, SpecialCases.Errors.DEFAULT, true, false));

    // Then
    assertThat(names(new MostCapacity().order(weighing(1, 1), warmFirst, true)))
        .containsExactly("p1", "p0");
    assertThat(chosen(new LeastLoaded(), weighing(1, 1), warmFirst, 10)).containsOnly("p1");
  }

  @Test
  void whoIsSlowAndIdleStillComesBeforeWhoIsBusy() {
    // Given
    Desk board = new Desk().slow("p0").inFlight("p1", 1);

    // Then
    assertThat(chosen(new LeastLoaded(), weighing(1, 1), moment(board, 7, NO_TIES), 10))
        .containsOnly("p0");
  }

  @Test
  void leastLoadedTellsTheLoadAndTheWeightThatTiesAreDrawnBy() {
    // Given
    List<Option> options = weighing(3, 1);
    Desk board = new Desk().inFlight("p0", 1);

    // Then
    assertThat(new LeastLoaded().measured(options.getFirst(), options, moment(board, 7, NO_TIES)))
        .isEqualTo("load 0.25, weight 0.75");
  }

  @Test
  void leastLoadedAmongManyTakesTheBetterOfTwoSoThatNotAllGoToTheSame() {
    // Given
    Desk board = new Desk();
    double[] equal = new double[20];
    for (int i = 0; i < equal.length; i++) {
      equal[i] = 1;
      board.inFlight("p" + i, i);
    }

    // When
    List<String> chosen =
        chosen(new LeastLoaded(), weighing(equal), moment(board, 7, NO_TIES), 2000);

    // Then
    Map<String, Integer> counts = new HashMap<>();
    chosen.forEach(one -> counts.merge(one, 1, Integer::sum));
    assertThat(counts.get("p0")).isBetween(120, 280); // 19 of 190 pairs
    assertThat(counts).doesNotContainKey("p19");
  }

  @Test
  void theCheapestWinsAndALargerOneWithinATenthOfItsCost() {
    // Given
    Option small = option("small", 1, 7, 0, new Price(10, 10));
    Option close = option("close", 1, 70, 0, new Price(11, 11));
    Option dear = option("dear", 1, 700, 0, new Price(12, 12));
    Option unknown = option("unknown", 1, 7000, 0, null);

    // When
    List<Option> order =
        new Cheapest().order(List.of(unknown, dear, small, close), moment(1), true);

    // Then
    assertThat(names(order)).containsExactly("close", "small", "dear", "unknown");
  }

  @Test
  void fastestTriesAnUnmeasuredOneEveryTenthTime() {
    // Given
    Desk board = new Desk().score("p0", 1, 0.1);

    // When
    List<String> chosen = chosen(new Fastest(), weighing(1, 1), moment(board, 1, NO_TIES), 20);

    // Then
    assertThat(Collections.frequency(chosen, "p1")).isEqualTo(2);
    assertThat(chosen.get(9)).isEqualTo("p1");
  }

  @Test
  void usageBasedScoresAreKeptForTenRequests() {
    // Given
    UsageBased ordering = new UsageBased(Choosing.Score.DEFAULT);
    Desk board = new Desk().score("p0", 1, 1).score("p1", 1, 2);
    List<Option> two = weighing(1, 1);
    List<String> before = chosen(ordering, two, moment(board, 1, NO_TIES), 1);

    // When
    Desk turned = new Desk().score("p0", 1, 3).score("p1", 1, 2);
    List<String> after = chosen(ordering, two, moment(turned, 1, NO_TIES), 10);

    // Then
    assertThat(before).containsExactly("p0");
    assertThat(after.subList(0, 9)).containsOnly("p0");
    assertThat(after.getLast()).isEqualTo("p1");
  }

  @Test
  void adaptiveWeightsFallWithFailuresButNeverToNothing() {
    // Given
    Desk board = new Desk().score("p0", 0, 1).score("p1", 1, 1);

    // When
    List<String> chosen =
        chosen(new AdaptiveWeighted(), weighing(0.5, 0.5), moment(board, 1, NO_TIES), 210);

    // Then
    assertThat(Collections.frequency(chosen, "p0")).isBetween(9, 11);
  }

  @Test
  void adaptiveWeightsRiseWithSpeed() {
    // Given
    Desk board = new Desk().score("p0", 1, 1).score("p1", 1, 3);

    // When: the average is 2 s, so p0 weighs twice as much, p1 two thirds
    List<String> chosen =
        chosen(new AdaptiveWeighted(), weighing(0.5, 0.5), moment(board, 1, NO_TIES), 80);

    // Then
    assertThat(Collections.frequency(chosen, "p0")).isEqualTo(60);
  }

  @Test
  void onTiesFirstWhoIsFavouredThenWarmThenLocal() {
    // Given
    SpecialCases ties = new SpecialCases(Duration.ZERO, SpecialCases.Errors.DEFAULT, true, true);
    Moment usual = moment(new Desk().warm("p2"), 1, ties);
    Moment favouring =
        new Moment(
            usual.board(),
            usual.now(),
            usual.facts(),
            usual.streamed(),
            usual.complexity(),
            ties,
            new ProviderName("p1"),
            usual.random());

    // Then
    assertThat(names(new Largest().order(weighing(1, 1, 1), usual, true)))
        .containsExactly("p2", "p0", "p1");
    assertThat(names(new Largest().order(weighing(1, 1, 1), favouring, true)))
        .containsExactly("p1", "p2", "p0");
  }

  @Test
  void priorityOrderGoesBeforeTheStrategy() {
    // Given
    List<Option> three =
        List.of(
            option("huge", 1, 700, 0, null),
            option("first", 1, 7, 0, null),
            option("large", 1, 70, 0, null));
    Choosing choosing =
        new Choosing(
            Strategy.QUALITY_FIRST,
            "mine",
            List.of(
                new Preferred(new ProviderName("first"), null, 13.0),
                new Preferred(new ProviderName("large"), null, null),
                new Preferred(null, ProviderType.OPENAI, 8.0)),
            Choosing.Score.DEFAULT,
            SourceRef.BUILT_IN);

    // When
    Ordering ordering = new Orderings().of("key", choosing, Levels.NONE, three);

    // Then
    assertThat(names(ordering.order(three, moment(1), true)))
        .as("the first is too small for its own rank")
        .containsExactly("large", "huge", "first");
  }

  @Test
  void whoCountsTurnsIsTheSameForTheSameChoice() {
    // Given
    Orderings orderings = new Orderings();
    Choosing choosing =
        new Choosing(
            Strategy.ROUND_ROBIN, "rr", List.of(), Choosing.Score.DEFAULT, SourceRef.BUILT_IN);
    List<Option> two = weighing(1, 1);

    // When
    Ordering before = orderings.of("one", choosing, Levels.NONE, two);
    Ordering again = orderings.of("one", choosing, Levels.NONE, two);
    Ordering other = orderings.of("other", choosing, Levels.NONE, two);

    // Then
    assertThat(again).isSameAs(before);
    assertThat(other).isNotSameAs(before);
  }
}
