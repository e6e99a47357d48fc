package lab.testkit.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ManualClockTest {

  @Test
  void timePassesOnlyWhenToldTo() {
    // Given
    ManualClock clock = ManualClock.atStart();

    // When
    clock.advance(Duration.ofSeconds(90));

    // Then
    assertThat(clock.instant()).isEqualTo(ManualClock.START.plusSeconds(90));
    assertThat(clock.millis()).isEqualTo(clock.instant().toEpochMilli());
  }

  @Test
  void timeDoesNotRunBackwards() {
    // Given
    ManualClock clock = ManualClock.atStart();

    // When / Then
    assertThatIllegalArgumentException()
        .isThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
        .withMessageContaining("backwards");
  }
}
