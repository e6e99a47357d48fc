package lab.metrics.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import lab.metrics.stats.Score.Part;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreTest {

  @Test
  void whoIsQuickSoundThereAndFastHasAllPoints() {
    // When
    Score score = Score.of(0.5, 0, 1.0, 50.0);

    // Then
    assertThat(score.points()).isEqualTo(100);
    assertThat(score.parts())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                Part.LATENCY, 40.0,
                Part.ERRORS, 30.0,
                Part.AVAILABILITY, 20.0,
                Part.THROUGHPUT, 10.0));
    assertThat(score.grade()).isEqualTo('A');
    assertThat(score.recommendation()).isEqualTo("it is good as it is");
  }

  @ParameterizedTest
  @CsvSource({"0.01, 40", "0.5, 40", "1, 30.745", "2.236, 20", "5, 9.255", "10, 0", "60, 0"})
  void latencyCostsPointsByItsOrderOfMagnitude(double seconds, double points) {
    assertThat(Score.of(seconds, 0, null, null).parts().get(Part.LATENCY))
        .isCloseTo(points, within(0.01));
  }

  @ParameterizedTest
  @CsvSource({"0, 30", "0.01, 27", "0.05, 15", "0.10, 0", "1, 0"})
  void errorsCostPointsUpToATenth(double rate, double points) {
    assertThat(Score.of(null, rate, null, null).parts().get(Part.ERRORS))
        .isCloseTo(points, within(0.01));
  }

  @Test
  void whatWasNotMeasuredDoesNotCount() {
    // When
    Score score = Score.of(null, 0.05, null, null);

    // Then
    assertThat(score.points()).isCloseTo(50, within(0.01));
    assertThat(score.parts()).containsOnlyKeys(Part.ERRORS);
  }

  @ParameterizedTest
  @CsvSource({"0.01, A", "0.011, B", "0.02, B", "0.03, C", "0.04, D", "0.041, F"})
  void aGradeIsTenPoints(double errors, char grade) {
    // Only errors are measured: one in a hundred costs a tenth of all points.
    assertThat(Score.of(null, errors, null, null).grade()).isEqualTo(grade);
  }

  @Test
  void theAdviceIsAboutTheWorstPart() {
    assertThat(Score.of(8.0, 0.01, 1.0, 50.0).recommendation()).startsWith("it is slow to begin");
    assertThat(Score.of(1.0, 0.09, 1.0, 50.0).recommendation()).startsWith("it fails too often");
    assertThat(Score.of(0.5, 0.0, 0.2, 50.0).recommendation()).startsWith("it is away too often");
    assertThat(Score.of(2.0, 0.02, 1.0, 2.0).recommendation()).startsWith("it writes slowly");
  }

  @Property
  void itIsBetweenNothingAndAHundred(
      @ForAll @DoubleRange(max = 4_000) double seconds,
      @ForAll @DoubleRange(max = 1) double errors,
      @ForAll @DoubleRange(max = 1) double availability,
      @ForAll @DoubleRange(max = 1e6) double speed) {
    assertThat(Score.of(seconds, errors, availability, speed).points()).isBetween(0.0, 100.0);
  }
}
