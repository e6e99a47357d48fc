package lab.router.circuit;

import static lab.contract.FailureKind.CREDITS;
import static lab.contract.FailureKind.RATE;
import static lab.contract.FailureKind.SERVER;
import static lab.contract.FailureKind.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.LongStream;
import lab.router.circuit.Circuit.Closed;
import lab.router.circuit.Circuit.Cooling;
import lab.router.circuit.Circuit.Probing;
import lab.router.circuit.Circuit.Recovering;
import org.junit.jupiter.api.Test;

/** How what has rested comes back: one try, and then a growing share. */
class CircuitReturnTest {
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
