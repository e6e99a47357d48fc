package lab.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/**
 * The series of a node's own metrics: each is asked for once and kept by whoever counts, so that
 * counting is an addition and no look-up. Any thread.
 */
final class Book implements MultiCollector {
  private final Map<Family, Map<Labels, Count>> counts = new ConcurrentHashMap<>();
  private final Map<Family, Map<Labels, Histogram>> histograms = new ConcurrentHashMap<>();
  private final Map<Family, List<Consumer<Points>>> shown = new ConcurrentHashMap<>();
  private final AtomicInteger series = new AtomicInteger();
  private final int most;
  private final Count refused;

  /** Takes values that are looked up at a scrape. */
  interface Points {
    /** One value; its labels in the order of the family. */
    void add(double value, String... labels);
  }

  /**
   * @param most series after which {@link #admits} says no
   */
  Book(int most) {
    this.most = most;
    this.refused = count(NodeFamilies.REFUSED);
  }

  /** The counter with these values of its labels; the same at each call. */
  Count count(Family family, String... labels) {
    return counts
        .computeIfAbsent(family, any -> new ConcurrentHashMap<>())
        .computeIfAbsent(
            labels(family, labels),
            added -> {
              int unused = series.incrementAndGet();
              return new Count();
            });
  }

  /** The histogram with these values of its labels; the same at each call. */
  Histogram histogram(Family family, String... labels) {
    return histograms
        .computeIfAbsent(family, any -> new ConcurrentHashMap<>())
        .computeIfAbsent(
            labels(family, labels),
            added -> {
              int unused = series.addAndGet(Histogram.LINES);
              return new Histogram();
            });
  }

  /** Shows a value that somebody else knows. */
  void show(Family family, DoubleSupplier value, String... labels) {
    show(family, points -> points.add(value.getAsDouble(), labels));
  }

  /** Shows values that somebody else knows. */
  void show(Family family, Consumer<Points> values) {
    boolean unused = shown.computeIfAbsent(family, any -> new CopyOnWriteArrayList<>()).add(values);
  }

  /** Whether more series may be made of what need not have its own; a no is counted. */
  boolean admits() {
    if (series.get() < most) {
      return true;
    }
    refused.increment();
    return false;
  }

  /** Series that are counted here. */
  int size() {
    return series.get();
  }

  private static Labels labels(Family family, String... values) {
    return family.labels().isEmpty() ? Labels.EMPTY : Labels.of(family.labels(), List.of(values));
  }

  @Override
  public MetricSnapshots collect() {
    Stream<MetricSnapshot> counters =
        counts.entrySet().stream().map(each -> counter(each.getKey(), each.getValue()));
    Stream<MetricSnapshot> timings =
        histograms.entrySet().stream().map(each -> histogram(each.getKey(), each.getValue()));
    Stream<MetricSnapshot> others =
        shown.entrySet().stream().map(each -> shown(each.getKey(), each.getValue()));
    return MetricSnapshots.of(
        Stream.of(counters, timings, others).flatMap(all -> all).toArray(MetricSnapshot[]::new));
  }

  /** Counters as gauges, under names that no counter can have. */
  MetricSnapshots aliases(Map<Family, Family> originals) {
    return MetricSnapshots.of(
        originals.entrySet().stream()
            .map(
                each ->
                    gauge(each.getKey(), points(counts.getOrDefault(each.getValue(), Map.of()))))
            .toArray(MetricSnapshot[]::new));
  }

  private static List<GaugeDataPointSnapshot> points(Map<Labels, Count> counts) {
    return counts.entrySet().stream()
        .map(one -> new GaugeDataPointSnapshot(one.getValue().value(), one.getKey(), null))
        .toList();
  }

  private static MetricSnapshot counter(Family family, Map<Labels, Count> all) {
    return new CounterSnapshot(
        about(family),
        all.entrySet().stream()
            .map(one -> new CounterDataPointSnapshot(one.getValue().value(), one.getKey(), null, 0))
            .toList());
  }

  private static MetricSnapshot histogram(Family family, Map<Labels, Histogram> all) {
    return new HistogramSnapshot(
        about(family),
        all.entrySet().stream().map(one -> one.getValue().snapshot(one.getKey())).toList());
  }

  private static MetricSnapshot gauge(Family family, List<GaugeDataPointSnapshot> points) {
    return new GaugeSnapshot(about(family), points);
  }

  private static MetricSnapshot shown(Family family, List<Consumer<Points>> values) {
    return switch (family.kind()) {
      case COUNTER ->
          new CounterSnapshot(
              about(family),
              collected(
                  family,
                  values,
                  (value, labels) -> new CounterDataPointSnapshot(value, labels, null, 0)));
      case INFO ->
          new InfoSnapshot(
              about(family),
              collected(family, values, (value, labels) -> new InfoDataPointSnapshot(labels)));
      case GAUGE, HISTOGRAM ->
          gauge(
              family,
              collected(
                  family,
                  values,
                  (value, labels) -> new GaugeDataPointSnapshot(value, labels, null)));
    };
  }

  private static <P> List<P> collected(
      Family family, List<Consumer<Points>> values, BiFunction<Double, Labels, P> point) {
    List<P> points = new ArrayList<>();
    Points into = (value, labels) -> points.add(point.apply(value, labels(family, labels)));
    values.forEach(each -> each.accept(into));
    return points;
  }

  private static MetricMetadata about(Family family) {
    return new MetricMetadata(family.base(), family.help());
  }
}
