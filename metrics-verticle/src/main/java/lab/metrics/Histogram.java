package lab.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import lab.contract.CallId;

/**
 * Durations by their size. All have the same buckets, so that they can be added up. Now and then a
 * bucket remembers the call that fell into it, for whoever wants to see one. Any thread.
 */
final class Histogram {
  /** Seconds: from a decision to a long answer of a slow local model. */
  private static final double[] BOUNDS = {
    0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300
  };

  /** One line for each bucket, one for those above, the count and the sum. */
  static final int LINES = BOUNDS.length + 3;

  /** A bucket's example is replaced when it is older. */
  private static final long EXAMPLE_NANOS = TimeUnit.SECONDS.toNanos(15);

  /** The standard allows 128 characters, with the label's name. */
  private static final int LONGEST_ID = 100;

  private static final double[] UPPER = withInfinity();

  private final LongAdder[] counts =
      Stream.generate(LongAdder::new).limit(UPPER.length).toArray(LongAdder[]::new);
  private final DoubleAdder sum = new DoubleAdder();
  private final AtomicReferenceArray<Example> examples = new AtomicReferenceArray<>(UPPER.length);

  private record Example(CallId call, double seconds, long atNanos, long atMillis) {}

  private static double[] withInfinity() {
    double[] upper = java.util.Arrays.copyOf(BOUNDS, BOUNDS.length + 1);
    upper[BOUNDS.length] = Double.POSITIVE_INFINITY;
    return upper;
  }

  /** One more of this length. */
  void add(double seconds) {
    int bucket = bucket(seconds);
    counts[bucket].increment();
    sum.add(seconds);
  }

  /** One more of this length, and whose it is. */
  void add(Duration took, CallId call) {
    double seconds = seconds(took);
    add(seconds);
    int bucket = bucket(seconds);
    Example last = examples.get(bucket);
    long now = System.nanoTime();
    if ((last == null || now - last.atNanos > EXAMPLE_NANOS)
        && call.value().length() <= LONGEST_ID) {
      examples.set(bucket, new Example(call, seconds, now, System.currentTimeMillis()));
    }
  }

  static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  private static int bucket(double seconds) {
    int bucket = 0;
    while (bucket < BOUNDS.length && seconds > BOUNDS[bucket]) {
      bucket++;
    }
    return bucket;
  }

  /** How many there were. */
  long count() {
    long all = 0;
    for (LongAdder one : counts) {
      all += one.sum();
    }
    return all;
  }

  HistogramDataPointSnapshot snapshot(Labels labels) {
    long[] now = new long[counts.length];
    for (int i = 0; i < now.length; i++) {
      now[i] = counts[i].sum();
    }
    return new HistogramDataPointSnapshot(
        ClassicHistogramBuckets.of(UPPER, now), sum.sum(), labels, exemplars(), 0);
  }

  private Exemplars exemplars() {
    Exemplar[] shown =
        Stream.iterate(0, i -> i < UPPER.length, i -> i + 1)
            .map(examples::get)
            .filter(Objects::nonNull)
            .map(
                one -> new Exemplar(one.seconds, Labels.of("call", one.call.value()), one.atMillis))
            .toArray(Exemplar[]::new);
    return shown.length == 0 ? Exemplars.EMPTY : Exemplars.of(shown);
  }
}
