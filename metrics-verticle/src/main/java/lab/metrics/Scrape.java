package lab.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** Everything a node counts, as text for Prometheus. */
public final class Scrape {
  /** The content type of {@link #text()}. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry;

  Scrape(PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * The exposition. Takes milliseconds where there are many models: keep it off the event loops.
   */
  public String text() {
    return registry.scrape(CONTENT_TYPE);
  }
}
