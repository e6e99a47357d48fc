package lab.metrics;

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

  private final PrometheusTextFormatWriter plain = PrometheusTextFormatWriter.create();
  private final OpenMetricsTextFormatWriter open = OpenMetricsTextFormatWriter.create();
  private final PrometheusRegistry registry;
  private final Book book;
  private volatile int lastSize = 64 * 1024;

  /**
   * @param registry has the book in it
   * @param book for the names that only the plain text has
   */
  Scrape(PrometheusRegistry registry, Book book) {
    this.registry = registry;
    this.book = book;
  }

  /**
   * The exposition. Takes milliseconds where there are many models: keep it off the event loops.
   *
   * @param accept the header, or null: who takes OpenMetrics gets it, with examples of requests
   */
  public Exposition of(@Nullable String accept) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(lastSize + lastSize / 8);
    boolean openMetrics = accept != null && accept.contains(OPEN_METRICS);
    try {
      if (openMetrics) {
        open.write(out, registry.scrape());
      } else {
        plain.write(out, registry.scrape());
        plain.write(out, book.aliases(RequestFamilies.ALIASES));
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    lastSize = out.size();
    return new Exposition(
        openMetrics ? open.getContentType() : plain.getContentType(), out.toByteArray());
  }
}
