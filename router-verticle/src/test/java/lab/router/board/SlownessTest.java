package lab.router.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.IntStream;
import lab.config.ProviderType;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.router.board.Figures.Times;
import lab.router.plan.Rules;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a model counts as degraded, by a clock that the test turns. */
class SlownessTest {
  private static final ProviderName LOCAL = new ProviderName("local");
  private static final ModelName M = new ModelName("m");
  private static final long HOUR = 3_600;

  private final NodeBoard board =
      NodeBoard.of(new Rules().provider("local", ProviderType.VLLM, "m").configuration());
  private final Attempts attempts = new Attempts(board);

  private void begins(int times, double seconds) {
    Duration first = Duration.ofMillis(Math.round(seconds * 1000));
    IntStream.range(0, times)
        .forEach(i -> attempts.ends("local", "m", new Ending.Succeeded(), first, first, 10, true));
    board.refresh(attempts.now());
  }

  private @Nullable Slowness slowness() {
    return board.slowness(LOCAL, M);
  }

  @ParameterizedTest(name = "p95 {1} s of {0}, usually {2} s, bound {3} s: slow {4}")
  @CsvSource({
    "20, 6.5, 2,, true",
    "20, 5.9, 2,, false",
    "19, 6.5, 2,, false",
    "20, 2.1, 0.1,, true",
    "20, 1.9, 0.1,, false",
    "20, 1.9, 0.1, 1.5, true",
    "20, 1.4, 0.1, 1.5, false",
    "20, 6.5, 2, 10, true",
    "19, 99, 2, 10, false"
  })
  void slowIsThreeTimesTheUsualAndTwoSecondsOrWhatTheConfigurationSays(
      int count, double p95, double usual, @Nullable Double bound, boolean slow) {
    // Given
    Duration from = bound == null ? null : Duration.ofMillis(Math.round(bound * 1000));

    // When
    Slowness found = Slowness.after(null, new Times(count, p95, p95), usual, from, Attempts.START);

    // Then
    assertThat(found != null).isEqualTo(slow);
  }

  @Test
  void aModelThatBecomesSlowIsDegradedSinceThenAndWellAgainOnceItIsQuick() {
    // Given
    begins(200, 0.5);
    attempts.at(HOUR);
    assertThat(slowness()).isNull();

    // When
    begins(19, 5);
    Slowness tooFew = slowness();
    begins(1, 5);
    Slowness slow = Objects.requireNonNull(slowness());
    attempts.at(HOUR + 60);
    begins(1, 5);
    Slowness later = Objects.requireNonNull(slowness());
    attempts.at(2 * HOUR);
    begins(20, 0.5);

    // Then
    assertThat(tooFew).isNull();
    assertThat(slow.since()).isEqualTo(Attempts.START.plusSeconds(HOUR));
    assertThat(slow.because())
        .matches("p95 of [45]\\.\\d\\d s to first token, usually 0\\.\\d\\d s");
    assertThat(later.since()).isEqualTo(slow.since());
    assertThat(slowness()).isNull();
  }

  @Test
  void whoIsNotAskedAnyMoreIsNotDegradedForEver() {
    // Given
    begins(200, 0.5);
    attempts.at(HOUR);
    begins(20, 5);
    assertThat(slowness()).isNotNull();

    // When
    attempts.at(2 * HOUR);
    board.refresh(attempts.now());

    // Then
    assertThat(slowness()).isNull();
  }

  @Test
  void aModelThatIsAlwaysSlowIsAsItUsuallyIs() {
    begins(100, 30);

    assertThat(slowness()).isNull();
  }

  @Test
  void theUsualIsThatOfOneDay() {
    // Given
    Usual usual = new Usual();
    Instant start = Attempts.START;
    IntStream.range(0, 100).forEach(i -> usual.note(0.5, start));
    IntStream.range(0, 30).forEach(i -> usual.note(4, start.plusSeconds(2 * HOUR)));

    // When
    double within = usual.median(start.plusSeconds(23 * HOUR));
    double later = usual.median(start.plusSeconds(24 * HOUR));
    double never = usual.median(start.plusSeconds(48 * HOUR));

    // Then
    assertThat(within).isBetween(0.45, 0.55);
    assertThat(later).isBetween(3.7, 4.3);
    assertThat(never).isNaN();
  }

  @Test
  void anHourOfTheDayBeforeMakesRoomForTheSameOfToday() {
    // Given
    Usual usual = new Usual();
    IntStream.range(0, 100).forEach(i -> usual.note(0.5, Attempts.START));

    // When
    usual.note(4, Attempts.START.plusSeconds(24 * HOUR));

    // Then
    assertThat(usual.median(Attempts.START.plusSeconds(24 * HOUR))).isBetween(3.7, 4.3);
  }
}
