package lab.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import lab.contract.CallId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Series as both text forms want them, to the letter. */
class SeriesTextTest {
  private static final Family COUNTER = Family.counter("things_total", "Things", "kind", "by");
  private static final Family GAUGE = Family.gauge("level", "", "Level");
  private static final Family TIMES = Family.seconds("waits_seconds", "Waits", "by");

  private static String text(boolean openMetrics, Consumer<SeriesText> series) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SeriesText text = new SeriesText(out, openMetrics);
    series.accept(text);
    text.flush();
    return out.toString(StandardCharsets.UTF_8);
  }

  private static void counter(SeriesText to) {
    to.head(COUNTER);
    to.line(COUNTER, LabelText.of(COUNTER, "a", "b"), 3);
  }

  @Test
  void aCounterHasItsWholeNameInThePlainTextAndItsBaseInOpenMetrics() {
    assertThat(text(false, SeriesTextTest::counter))
        .isEqualTo(
            """
            # HELP things_total Things
            # TYPE things_total counter
            things_total{by="b",kind="a"} 3.0
            """);
    assertThat(text(true, SeriesTextTest::counter))
        .isEqualTo(
            """
            # TYPE things counter
            # HELP things Things
            things_total{by="b",kind="a"} 3.0
            """);
  }

  @Test
  void whatALabelHoldsCanNotEndIt() {
    // When
    String labels = LabelText.of(TIMES, "a\"b\\c\nd\u00e9\ud83d\ude00");

    // Then
    assertThat(text(false, to -> to.line(TIMES, labels, 1)))
        .isEqualTo("waits_seconds{by=\"a\\\"b\\\\c\\nd\u00e9\ud83d\ude00\"} 1.0\n");
  }

  @Test
  void eachLabelNeedsItsValue() {
    assertThatThrownBy(() -> LabelText.of(COUNTER, "a")).hasMessageContaining("things_total");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.0",
    "-0.5, -0.5",
    "1234567890123, 1234567890123.0",
    "0.2, 0.2",
    "1e300, 1.0E300",
    "Infinity, +Inf",
    "-Infinity, -Inf",
    "NaN, NaN"
  })
  void numbersAreThoseOfPrometheus(double value, String written) {
    assertThat(text(false, to -> to.line(GAUGE, "", value))).isEqualTo("level " + written + "\n");
  }

  @Test
  void bucketsCountAllThatIsNotLongerAndOpenMetricsNamesOneOfTheirCalls() {
    // Given
    Histogram times = new Histogram();
    times.add(0.004);
    times.add(Duration.ofMillis(500), new CallId("c-1"));
    times.add(400);

    // When
    String plain = text(false, to -> times.write(to, TIMES, "by=\"x\""));
    String open = text(true, to -> times.write(to, TIMES, "by=\"x\""));

    // Then
    assertThat(plain.lines())
        .hasSize(Histogram.LINES)
        .contains(
            "waits_seconds_bucket{by=\"x\",le=\"0.001\"} 0",
            "waits_seconds_bucket{by=\"x\",le=\"0.005\"} 1",
            "waits_seconds_bucket{by=\"x\",le=\"0.25\"} 1",
            "waits_seconds_bucket{by=\"x\",le=\"0.5\"} 2",
            "waits_seconds_bucket{by=\"x\",le=\"300.0\"} 2",
            "waits_seconds_bucket{by=\"x\",le=\"+Inf\"} 3",
            "waits_seconds_count{by=\"x\"} 3",
            "waits_seconds_sum{by=\"x\"} 400.504");
    assertThat(open.lines())
        .filteredOn(line -> line.contains(" # "))
        .singleElement()
        .asString()
        .matches(
            "waits_seconds_bucket\\{by=\"x\",le=\"0\\.5\"} 2"
                + " # \\{call=\"c-1\"} 0\\.5 1\\d{9}\\.\\d{3}");
  }
}
