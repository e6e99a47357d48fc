package lab.router.circuit;

import static lab.contract.FailureKind.CREDITS;
import static lab.contract.FailureKind.OVERLOAD;
import static lab.contract.FailureKind.RATE;
import static lab.contract.FailureKind.SERVER;
import static lab.contract.FailureKind.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.LongStream;
import lab.config.SpecialCases;
import lab.config.SpecialCases.Errors;
import lab.contract.FailureKind;
import lab.router.circuit.Circuit.Closed;
import lab.router.circuit.Circuit.Cooling;
import lab.router.circuit.Circuit.Probing;
import lab.router.circuit.Circuit.Recovering;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CircuitRulesTest {
  @Test
  void failuresUpToTheThresholdOpen() {
    // Given
    Story story = new Story().fails(1, SERVER).fails(1, TIMEOUT);
    assertThat(story.circuit()).isInstanceOf(Closed.class);

    // When
    story.fails(1, SERVER);

    // Then
    assertThat(story.circuit())
        .isEqualTo(new Cooling(Story.START, Story.START.plusSeconds(60), SERVER, 1));
  }

  @Test
  void failuresThatAreFewAmongManyAttemptsDoNotOpen() {
    assertThat(new Story().succeeds(20).fails(9, SERVER).circuit()).isInstanceOf(Closed.class);
  }

  @Test
  void failuresThatAreHalfOfTheAttemptsOpen() {
    assertThat(new Story().succeeds(9).fails(9, SERVER).circuit()).isInstanceOf(Cooling.class);
  }

  @Test
  void failuresOlderThanTheWindowAreForgotten() {
    // Given
    Story story = new Story().fails(2, SERVER);

    // When
    story.at(61).fails(2, SERVER);

    // Then
    assertThat(story.circuit()).isInstanceOf(Closed.class);
  }

  @Test
  void aBusyServerCountsHalf() {
    assertThat(new Story().fails(5, OVERLOAD).circuit()).isInstanceOf(Closed.class);
    assertThat(new Story().fails(6, OVERLOAD).circuit()).isInstanceOf(Cooling.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureKind.class,
      names = {"LOADING", "TOO_LONG", "FILTERED", "BAD_REQUEST", "CANCELLED"})
  void whatIsNoFaultOfTheProvidersNeverOpens(FailureKind kind) {
    assertThat(new Story().fails(1_000, kind).circuit()).isSameAs(Circuit.NEW);
  }

  @ParameterizedTest
  @CsvSource({"RATE, 20", "AUTH, 600", "CREDITS, 900", "NOT_FOUND, 60"})
  void oneOfTheseIsEnough(FailureKind kind, long rests) {
    assertThat(new Story().fails(1, kind).outUntil()).isEqualTo(rests);
  }

  @ParameterizedTest
  @CsvSource({
    "RATE, PT7S, 7",
    "RATE, PT5H, 3600",
    "CREDITS, PT30M, 1800",
    "OVERLOAD, PT1S, 5",
    "OVERLOAD, PT9S, 9",
    "LOADING, PT2M, 30"
  })
  void theProvidersOwnWordCountsWithinBounds(FailureKind kind, Duration said, long rests) {
    assertThat(new Story().fails(kind, said).outUntil()).isEqualTo(rests);
  }

  @Test
  void aLaterWordOfTheProvidersLengthensTheRestAndAShorterOneDoesNot() {
    // Given
    Story story = new Story().fails(RATE, Duration.ofSeconds(30));

    // When
    story.fails(RATE, Duration.ofSeconds(10)).at(5).fails(RATE, Duration.ofSeconds(40));

    // Then
    assertThat(story.outUntil()).isEqualTo(45);
  }

  @Test
  void aRateLimitOpensNothingWhereItsFallbackIsOff() {
    SpecialCases off = new SpecialCases(Duration.ZERO, Errors.DEFAULT, false, false);

    assertThat(new Story(off).fails(RATE, Duration.ofSeconds(9)).circuit()).isSameAs(Circuit.NEW);
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureKind.class,
      names = {"RATE"},
      mode = EnumSource.Mode.EXCLUDE)
  void nothingButARateLimitOpensWhereErrorBasedRoutingIsOff(FailureKind kind) {
    // Given
    Errors off = new Errors(false, 3, 0.5, Duration.ofSeconds(60), Duration.ofSeconds(60));
    Story story = new Story(new SpecialCases(Duration.ofSeconds(20), off, false, false));

    // When
    story.fails(100, kind).fails(kind, Duration.ofSeconds(9));

    // Then
    assertThat(story.circuit()).isSameAs(Circuit.NEW);
    assertThat(story.fails(1, RATE).outUntil()).isEqualTo(20);
  }

  @Test
  void restsGrowToTheConfiguredLengthAndReturnTakesTheConfiguredTime() {
    // Given
    Duration ten = Duration.ofSeconds(10);
    Errors errors =
        new Errors(true, 1, 0.5, ten, ten, Duration.ofSeconds(15), Duration.ofSeconds(6), Map.of());
    Story story = new Story(new SpecialCases(ten, errors, false, false));

    // When
    story.fails(1, SERVER);
    Long first = story.outUntil();
    story.at(10).starts().fails(1, SERVER);
    Long second = story.outUntil();
    story.at(25).starts().succeeds(1);

    // Then
    assertThat(first).isEqualTo(10);
    assertThat(second).isEqualTo(25);
    assertThat(story.share()).isEqualTo(0.1);
    assertThat(story.at(27).share()).isEqualTo(0.25);
    assertThat(story.at(29).share()).isEqualTo(0.5);
    assertThat(story.at(31).share()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"SERVER, 5", "TIMEOUT, 2", "OVERLOAD, 4"})
  void aKindMayHaveAThresholdOfItsOwn(FailureKind kind, int threshold) {
    // Given
    Duration minute = Duration.ofSeconds(60);
    Map<FailureKind, Integer> own = Map.of(SERVER, 5, OVERLOAD, 4);
    Errors errors = new Errors(true, 2, 0.5, minute, minute, minute, minute, own);
    Story story = new Story(new SpecialCases(minute, errors, false, false));

    // When
    Long before = story.fails(threshold - 1, kind).outUntil();
    Long after = story.fails(1, kind).outUntil();

    // Then
    assertThat(before).isNull();
    assertThat(after).isEqualTo(60);
  }

  @Test
  void afterItsRestOneRequestTriesAndNoOther() {
    // Given
    Story story = new Story().fails(3, SERVER);
    assertThat(story.at(59).outUntil()).isEqualTo(60);
    assertThat(story.at(60).outUntil()).isNull();

    // When
    story.starts();

    // Then
    assertThat(story.circuit()).isInstanceOf(Probing.class);
    assertThat(story.outUntil()).isEqualTo(90);
  }

  @Test
  void aTryThatTakesTooLongLetsAnotherTry() {
    // Given
    Story story = new Story().fails(3, SERVER).at(60).starts();

    // When
    story.at(90);

    // Then
    assertThat(story.outUntil()).isNull();
    assertThat(story.starts().outUntil()).isEqualTo(120);
  }

  @Test
  void theSlowTrysSuccessCountsAlsoWhenAnotherTries() {
    // Given
    Instant began = Story.START.plusSeconds(60);
    Story story = new Story().fails(3, SERVER).at(60).starts().at(90).starts();

    // When
    story.at(95).then(new Event.Succeeded(began));

    // Then
    assertThat(story.circuit()).isInstanceOf(Recovering.class);
  }

  @Test
  void aSuccessBringsItBackInSteps() {
    // Given
    Story story = new Story().fails(3, SERVER).at(60).starts();

    // When
    story.at(61).succeeds(1);

    // Then
    assertThat(story.outUntil()).isNull();
    assertThat(story.share()).isEqualTo(0.1);
    assertThat(story.at(80).share()).isEqualTo(0.1);
    assertThat(story.at(81).share()).isEqualTo(0.25);
    assertThat(story.at(101).share()).isEqualTo(0.5);
    assertThat(story.at(120).succeeds(1).circuit()).isInstanceOf(Recovering.class);
    assertThat(story.at(121).share()).isEqualTo(1);
    assertThat(story.succeeds(1).circuit()).isInstanceOf(Closed.class);
  }

  @Test
  void ofManyRequestsInARowItsShareGoesThere() {
    for (double share : new double[] {0.1, 0.25, 0.5, 1}) {
      long admitted = LongStream.range(0, 1_000).filter(turn -> Ramp.admits(turn, share)).count();
      assertThat(admitted).isBetween(Math.round(share * 1_000) - 3, Math.round(share * 1_000) + 3);
    }
  }

  @Test
  void eachFailedTryRestsTwiceAsLongUpToABound() {
    // Given
    Story story = new Story().fails(3, SERVER);
    long now = 0;

    for (long rests : new long[] {60, 120, 240, 480, 600, 600}) {
      // Then
      assertThat(story.outUntil()).isEqualTo(now + rests);

      // When
      now += rests;
      story.at(now).starts().fails(1, SERVER);
    }
  }

  @Test
  void aRateLimitIsNoStrike() {
    // Given
    Story story = new Story();
    for (int minute = 0; minute < 10; minute++) {
      story.at(60L * minute).starts().fails(1, RATE);
    }

    // When
    story.at(600).starts().fails(1, SERVER);

    // Then
    assertThat(story.outUntil()).isEqualTo(660);
  }

  @Test
  void aTryBeforeItsTimeThatFailsChangesNothing() {
    // Given
    Story story = new Story().fails(3, SERVER).at(10);
    Circuit before = story.circuit();

    // When
    story.starts().fails(1, SERVER);

    // Then
    assertThat(story.circuit()).isEqualTo(before);
  }

  @Test
  void aTryBeforeItsTimeThatSucceedsBringsItBack() {
    assertThat(new Story().fails(3, SERVER).at(10).starts().succeeds(1).circuit())
        .isInstanceOf(Recovering.class);
  }

  @Test
  void aTryThatTellsNothingLetsTheNextOneTryAtOnce() {
    // Given
    Story story = new Story().fails(3, SERVER).at(60).starts();

    // When
    story.at(65).then(new Event.SaidNothing(Story.START.plusSeconds(60)));

    // Then
    assertThat(story.outUntil()).isNull();
    assertThat(story.circuit()).isInstanceOf(Cooling.class);
  }

  @Test
  void requestsFromBeforeTheRestTellNothingOfTheTry() {
    // Given
    Story story = new Story().at(1).fails(3, SERVER).at(61).starts();

    // When
    story.then(new Event.Succeeded(Story.START)).then(new Event.Failed(Story.START, TIMEOUT, null));

    // Then
    assertThat(story.circuit()).isInstanceOf(Probing.class);
  }

  @Test
  void aSuccessWhileItRestsBringsNothingBack() {
    assertThat(new Story().fails(1, CREDITS).at(10).succeeds(5).circuit())
        .isInstanceOf(Cooling.class);
  }

  @Test
  void whoHasJustComeBackRestsTwiceAsLongAfterAnyFailure() {
    // Given
    Story story = new Story().fails(3, SERVER).at(60).starts().succeeds(10);

    // When
    story.at(119).fails(1, SERVER);

    // Then
    assertThat(story.circuit()).isInstanceOf(Cooling.class);
    assertThat(story.outUntil()).isEqualTo(119 + 120);
  }

  @Test
  void whoIsBackForAMinuteTakesOneFailureAmongMany() {
    // Given
    Story story = new Story().fails(3, SERVER).at(60).starts().succeeds(1);

    // When
    story.at(120).fails(1, SERVER);

    // Then
    assertThat(story.circuit()).isInstanceOf(Recovering.class);
    assertThat(story.succeeds(1).circuit()).isInstanceOf(Closed.class);
  }
}
