package lab.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lab.contract.AttemptOutcome;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.CallId;
import lab.contract.Candidate;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.Usage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Twenty providers with two hundred models each, all of them in use. */
class LargeScrapeTest {
  private static final int PROVIDERS = 20;
  private static final int MODELS = 200;
  private static final int LIMIT = 20_000;

  private final Meters limited = meters(LIMIT);
  private final Meters usual = meters(Integer.MAX_VALUE);

  private static Meters meters(int most) {
    List<String> models = IntStream.range(0, MODELS).mapToObj(i -> "model-" + i).toList();
    return new Meters(
        Told.configuration(
            IntStream.range(0, PROVIDERS)
                .mapToObj(i -> Told.provider("provider-" + i, models))
                .toList()),
        "1.2.3",
        most);
  }

  @AfterEach
  void close() {
    limited.close();
    usual.close();
  }

  private static void useAll(Meters meters) {
    for (int provider = 0; provider < PROVIDERS; provider++) {
      for (int model = 0; model < MODELS; model++) {
        meters.calls().note(attempt("provider-" + provider, "model-" + model));
      }
    }
  }

  private static AttemptOutcome attempt(String provider, String model) {
    ModelName name = new ModelName(model);
    return new AttemptOutcome(
        new CallId("c"),
        new Candidate(new ProviderName(provider), name, "exact"),
        new Ending.Succeeded(),
        Duration.ofMillis(30),
        Duration.ofMillis(200),
        new Usage(7, 3),
        true,
        name);
  }

  @Test
  void whatFindsNoRoomCountsAsOtherAndIsSaidSo() {
    // When
    useAll(limited);

    // Then
    Stream<String> all =
        Told.text(limited)
            .lines()
            .filter(line -> line.startsWith("litellm_requests_metric_total{"));
    assertThat(all.mapToDouble(LargeScrapeTest::value).sum()).isEqualTo(PROVIDERS * MODELS);
    assertThat(series(limited)).isBetween(LIMIT, LIMIT + 2_000 + PROVIDERS * Histogram.LINES * 5);
    assertThat(one(limited, "gateway_metric_series_refused_total ")).isPositive();
    assertThat(one(usual, "gateway_metric_series_refused_total ")).isZero();
  }

  @Test
  void aScrapeIsWholeAndSaysWhatItTakes() {
    // Given
    long fresh = took(usual);

    // When
    useAll(limited);
    long used = took(limited);

    // Then
    System.out.printf(
        "scrape of %d x %d: %d ms before any request, %d ms with %d series%n",
        PROVIDERS, MODELS, fresh, used, series(limited));
    assertThat(Told.text(limited)).contains("provider_requests_total{provider=\"provider-19\"");
  }

  @Test
  void aScrapeOfManySeriesMakesLittleGarbageBesideItsText() {
    // Given
    useAll(limited);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Exposition warm = limited.scrape().of(null);
    long before = threads.getCurrentThreadAllocatedBytes();

    // When
    int text = limited.scrape().of(null).body().length;
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    // Then: where the heap is small, a collection for each scrape would hold all requests up
    assertThat(allocated).isBetween((long) text, 5L * text);
    assertThat(warm.body()).isNotEmpty();
  }

  /** Milliseconds of the best of some: what the compiler still had to do does not count. */
  private static long took(Meters meters) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 12; i++) {
      long before = System.nanoTime();
      assertThat(meters.scrape().of(null).body()).isNotEmpty();
      best = Math.min(best, System.nanoTime() - before);
    }
    return best / 1_000_000;
  }

  private static int series(Meters meters) {
    return (int) one(meters, "gateway_metric_series ");
  }

  private static double one(Meters meters, String start) {
    return value(
        Told.text(meters).lines().filter(line -> line.startsWith(start)).findFirst().orElseThrow());
  }

  private static double value(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }
}
