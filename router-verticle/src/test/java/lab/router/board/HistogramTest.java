package lab.router.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramTest {
  @Property
  void aQuantileIsTheOneOfTheSortedTimesButForSixPercent(
      @ForAll @Size(min = 1, max = 200)
          List<@LongRange(min = 100, max = 7_200_000_000L) Long> micros,
      @ForAll @IntRange(min = 1, max = 100) int percent) {
    // Given
    double share = percent / 100.0;
    Histogram histogram = new Histogram();
    micros.forEach(micro -> histogram.record(micro / 1e6));
    int rank = (int) Math.ceil(share * micros.size());
    double exact = micros.stream().sorted().toList().get(rank - 1) / 1e6;

    // When
    double quantile = quantile(histogram, share);

    // Then
    assertThat(quantile).isCloseTo(exact, Percentage.withPercentage(6.3));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-9, -1, Double.NaN, 1e9, Double.POSITIVE_INFINITY})
  void timesBeyondTheBoundsAreCountedAtTheBounds(double odd) {
    // Given
    Histogram histogram = new Histogram();

    // When
    histogram.record(odd);

    // Then
    assertThat(quantile(histogram, 1)).isBetween(1e-4, 1e5);
  }

  @Test
  void nothingCountedHasNoQuantile() {
    assertThat(quantile(new Histogram(), 0.5)).isNaN();
  }

  private static double quantile(Histogram histogram, double share) {
    long[] sums = new long[Histogram.BUCKETS];
    histogram.addTo(sums);
    return Histogram.quantile(sums, share);
  }
}
