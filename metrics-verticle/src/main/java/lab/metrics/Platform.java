package lab.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/**
 * What Micrometer tells of the JVM, the machine and Vert.x; the node's own is in a {@link Book}.
 */
public final class Platform implements AutoCloseable {
  private static final Set<MetricsDomain> ON_THE_WAY =
      EnumSet.complementOf(EnumSet.of(MetricsDomain.NAMED_POOLS, MetricsDomain.VERTICLES));

  private static final String REDIS = "redis";

  private final PrometheusRegistry told = new PrometheusRegistry();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, told, Clock.SYSTEM);
  private final JvmGcMetrics collections = new JvmGcMetrics();

  Platform() {
    // Each client has a pool by a new name, and its series would outlive it.
    registry.config().meterFilter(MeterFilter.deny(id -> REDIS.equals(id.getTag("pool_type"))));
    new JvmMemoryMetrics().bindTo(registry);
    collections.bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /** All of it, to be written. */
  PrometheusRegistry told() {
    return told;
  }

  /**
   * Options that make Vert.x count into the registry of {@link #vertxMetrics()}: its worker pools
   * and verticles, nothing that is on a request's way.
   */
  public MetricsOptions vertxOptions() {
    MicrometerMetricsOptions options = new MicrometerMetricsOptions();
    // By the same name the second node of a JVM would count into the registry of the first.
    var unused = options.setRegistryName(UUID.randomUUID().toString());
    ON_THE_WAY.forEach(options::addDisabledMetricsCategory);
    // Each connection registers the same gauge again, of which Micrometer warns.
    unused = options.addDisabledMetricsCategory(REDIS);
    return options.setEnabled(true);
  }

  /** What makes Vert.x count into the registry; for its builder, with {@link #vertxOptions()}. */
  public VertxMetricsFactory vertxMetrics() {
    return new MicrometerMetricsFactory(registry);
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
