package lab.metrics;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.DoubleStream;
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

  /** As a label has them: of every bucket, the last one too. */
  private static final String[] BOUND_TEXTS =
      Stream.concat(DoubleStream.of(BOUNDS).mapToObj(Double::toString), Stream.of("+Inf"))
          .toArray(String[]::new);

  private final LongAdder[] counts =
      Stream.generate(LongAdder::new).limit(BOUND_TEXTS.length).toArray(LongAdder[]::new);
  private final DoubleAdder sum = new DoubleAdder();
  private final AtomicReferenceArray<Example> examples =
      new AtomicReferenceArray<>(BOUND_TEXTS.length);

  private record Example(CallId call, double seconds, long atNanos, long atMillis) {
    /** As OpenMetrics has it behind its bucket. */
    String text() {
      String label = LabelText.one("call", call.value());
      return String.format(Locale.ROOT, " # {%s} %s %.3f", label, seconds, atMillis / 1e3);
    }
  }

  /** One more of this length. */
  void add(double seconds) {
    add(bucket(seconds), seconds);
  }

  /** One more of this length, and whose it is. */
  void add(Duration took, CallId call) {
    double seconds = seconds(took);
    int bucket = bucket(seconds);
    add(bucket, seconds);
    Example last = examples.get(bucket);
    long now = System.nanoTime();
    if ((last == null || now - last.atNanos > EXAMPLE_NANOS)
        && call.value().length() <= LONGEST_ID) {
      examples.set(bucket, new Example(call, seconds, now, System.currentTimeMillis()));
    }
  }

  private void add(int bucket, double seconds) {
    counts[bucket].increment();
    sum.add(seconds);
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

  /** Writes all of its lines. */
  void write(SeriesText to, Family family, String labels) {
    long all = 0;
    for (int i = 0; i < counts.length; i++) {
      all += counts[i].sum();
      Example example = to.hasExamples() ? examples.get(i) : null;
      to.bucket(family, labels, BOUND_TEXTS[i], all, example == null ? "" : example.text());
    }
    // The last bucket and the count are to be the same, whatever is added meanwhile.
    to.total(family, labels, all, sum.sum());
  }
}
