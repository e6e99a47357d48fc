package lab.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Everything a node counts, in one of Prometheus' forms. Any thread. */
public final class Scrape {
  private static final String OPEN_METRICS = "application/openmetrics-text";

  private final ExpositionFormatWriter plain = PrometheusTextFormatWriter.create();
  private final ExpositionFormatWriter open = OpenMetricsTextFormatWriter.create();
  private final PrometheusRegistry registry;
  private final Book book;
  private int lastSize = 64 * 1024;

  /**
   * @param registry what Micrometer counts
   * @param book what this program counts
   */
  Scrape(PrometheusRegistry registry, Book book) {
    this.registry = registry;
    this.book = book;
  }

  /**
   * The exposition. Takes milliseconds where there are many models: keep it off the event loops.
   * One at a time, as each is megabytes there.
   *
   * @param accept the header, or null: who takes OpenMetrics gets it, with examples of requests
   */
  public synchronized Exposition of(@Nullable String accept) {
    boolean openMetrics = accept != null && accept.contains(OPEN_METRICS);
    ExpositionFormatWriter writer = openMetrics ? open : plain;
    ByteArrayOutputStream out = new ByteArrayOutputStream(lastSize + lastSize / 8);
    SeriesText text = new SeriesText(out, openMetrics);
    book.write(text);
    if (!openMetrics) {
      book.writeAliases(text, RequestFamilies.ALIASES);
    }
    text.flush();
    try {
      // Last: its end is the end of the whole.
      writer.write(out, registry.scrape());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    lastSize = out.size();
    return new Exposition(writer.getContentType(), out.toByteArray());
  }
}
