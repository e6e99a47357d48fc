package lab.router.circuit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecentTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void whatHappenedWithinTheWindowCounts() {
    // When
    Recent recent =
        Recent.NONE
            .plus(2, NOON, MINUTE)
            .plus(1, NOON.plusSeconds(30), MINUTE)
            .plus(0, NOON.plusSeconds(53), MINUTE);

    // Then
    assertThat(recent.failures()).isEqualTo(1.5);
    assertThat(recent.attempts()).isEqualTo(3);
  }

  @Test
  void whatIsOlderIsForgottenSliceBySlice() {
    // Given
    Recent recent = Recent.NONE.plus(2, NOON, MINUTE).plus(2, NOON.plusSeconds(30), MINUTE);

    // When
    Recent later = recent.plus(0, NOON.plusSeconds(60), MINUTE);

    // Then
    assertThat(later.failures()).isEqualTo(1);
    assertThat(later.attempts()).isEqualTo(2);
  }

  @Test
  void afterALongPauseNothingIsLeft() {
    // Given
    Recent recent = Recent.NONE.plus(2, NOON, MINUTE);

    // When
    Recent later = recent.plus(0, NOON.plus(Duration.ofDays(400)), MINUTE);

    // Then
    assertThat(later.failures()).isZero();
    assertThat(later.attempts()).isEqualTo(1);
  }

  @Test
  void aClockThatIsSetBackLosesNothing() {
    // Given
    Recent recent = Recent.NONE.plus(2, NOON, MINUTE);

    // When
    Recent back = recent.plus(2, NOON.minus(Duration.ofDays(1)), MINUTE);

    // Then
    assertThat(back.failures()).isEqualTo(2);
  }

  @Test
  void thePastStaysAsItWas() {
    // Given
    Recent recent = Recent.NONE.plus(2, NOON, MINUTE);

    // When
    Recent unused = recent.plus(2, NOON, MINUTE);

    // Then
    assertThat(recent.failures()).isEqualTo(1);
    assertThat(unused.failures()).isEqualTo(2);
  }
}
