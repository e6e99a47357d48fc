package lab.router.circuit;

import static lab.contract.FailureKind.OVERLOAD;
import static lab.contract.FailureKind.RATE;
import static lab.contract.FailureKind.SERVER;
import static lab.contract.FailureKind.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import lab.config.SpecialCases;
import lab.config.SpecialCases.Errors;
import lab.contract.FailureKind;
import lab.router.circuit.Circuit.Closed;
import lab.router.circuit.Circuit.Cooling;
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
}
