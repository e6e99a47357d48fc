package lab.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Info;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import lab.config.Configuration;
import lab.contract.ProviderName;
import lab.contract.Standing;

/** The registry of a node and all that is in it. Kept and closed by the node. */
public final class Meters implements AutoCloseable {
  private static final Set<MetricsDomain> ON_THE_WAY =
      EnumSet.complementOf(EnumSet.of(MetricsDomain.NAMED_POOLS, MetricsDomain.VERTICLES));

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private volatile CallMeters calls;

  private volatile LongSupplier offLoopAsks = () -> 0;

  /**
   * The meters of a node.
   *
   * @param version of the program, for {@code gateway_build_info}
   */
  public Meters(Configuration configuration, String version) {
    this.calls = new CallMeters(registry, configuration);
    // Not a gauge of Micrometer's: its names may not end in _info.
    Info.builder()
        .name("gateway_build_info")
        .help("Always 1; the version is its label")
        .labelNames("version")
        .register(registry.getPrometheusRegistry())
        .addLabelValues(version);
    FunctionCounter.builder(
            "gateway_bus_off_loop_asks", this, meters -> meters.offLoopAsks.getAsLong())
        .description("Questions on the bus that had to leave their event loop")
        .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    collections.bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
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
    return options.setEnabled(true);
  }

  /** What makes Vert.x count into the registry; for its builder, with {@link #vertxOptions()}. */
  public VertxMetricsFactory vertxMetrics() {
    return new MicrometerMetricsFactory(registry);
  }

  /**
   * Counts the questions on the bus that had to leave their event loop. Called once the bus is
   * there, which is after Vert.x and so after its metrics.
   *
   * @param asks how many there were since the start
   */
  public void countOffLoopAsks(LongSupplier asks) {
    offLoopAsks = asks;
  }

  /**
   * Shows how the providers stand, where the node knows it. Called once.
   *
   * @param standings how each stands now; any thread
   */
  public void showProviders(Supplier<Map<ProviderName, Standing.State>> standings) {
    registry.getPrometheusRegistry().register(new ProviderStates(standings));
  }

  /**
   * Counts what the cache does.
   *
   * @param requests how many requests had each outcome since the start, by its label
   * @param entries answers that the node keeps itself
   * @param bytes of these
   */
  public void countCache(
      Map<String, LongSupplier> requests, LongSupplier entries, LongSupplier bytes) {
    requests.forEach(
        (outcome, count) ->
            FunctionCounter.builder("gateway_cache_requests", count, LongSupplier::getAsLong)
                .description("Requests by what became of their look-up")
                .tag("outcome", outcome)
                .register(registry));
    Gauge.builder("gateway_cache_entries", entries::getAsLong)
        .description("Answers that the node keeps itself")
        .register(registry);
    Gauge.builder("gateway_cache_bytes", bytes::getAsLong)
        .description("Bytes of the answers that the node keeps itself")
        .register(registry);
  }

  /**
   * Another configuration comes into force: its names have meters of their own from now on, and
   * what was counted stays. Any thread but an event loop.
   */
  public void goBy(Configuration configuration) {
    calls = new CallMeters(registry, configuration);
  }

  /** The meters that requests go through. */
  public CallMeters calls() {
    return calls;
  }

  /** The text of everything that is counted. */
  public Scrape scrape() {
    return new Scrape(registry);
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
