package lab.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is told of the last minute and of the last attempts. */
class WindowsTest {

  @Test
  void whatCameWithinTheLastMinuteIsCountedAndWhatIsOlderIsNot() {
    // Given
    Count count = new Count();
    Recent recent = new Recent(count::value);
    count.add(5);

    // When
    double soon = recent.growth();
    for (int second = 0; second < 30; second++) {
      recent.tick();
    }
    count.add(2);
    double halfway = recent.growth();
    for (int second = 0; second < 30; second++) {
      recent.tick();
    }
    double later = recent.growth();

    // Then
    assertThat(soon).isEqualTo(5);
    assertThat(halfway).isEqualTo(7);
    assertThat(later).isEqualTo(2);
  }

  @Test
  void quantilesAreOfTheNewestOnly() {
    // Given
    Latest latest = new Latest();
    latest.add(9_000_000_000L);

    // When
    double[] first = latest.quantiles(0.5);
    for (int i = 1; i <= 512; i++) {
      latest.add(i * 1_000_000L);
    }

    // Then
    assertThat(first).containsExactly(9);
    assertThat(latest.quantiles(0.5, 0.99)).containsExactly(0.256, 0.507);
    assertThat(new Latest().quantiles(0.5)).isEmpty();
  }
}
