package lab.router.board;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import lab.router.board.Figures.Times;

/**
 * Counts times by their size, from 0.1 ms to some hours, in buckets of an eighth of an octave: a
 * quantile is off by 6 % at most. Written on every thread without waiting.
 */
final class Histogram {
  private static final double SMALLEST_SECONDS = 1e-4;
  private static final int PER_OCTAVE = 8;
  private static final int OCTAVES = 27;
  static final int BUCKETS = PER_OCTAVE * OCTAVES;

  /** Bits of a double's fraction below the three that tell the eighth. */
  private static final int BELOW_EIGHTHS = 49;

  private final AtomicIntegerArray counts = new AtomicIntegerArray(BUCKETS);

  /** Counts one. */
  void record(double seconds) {
    counts.getAndIncrement(bucket(seconds));
  }

  /** Counts so many in one bucket, as another node counted them; buckets beyond ours are ours. */
  void add(int bucket, int times) {
    counts.getAndAdd(Math.clamp(bucket, 0, BUCKETS - 1), Math.max(0, times));
  }

  /** What is counted here, by bucket; nothing is counted afterwards. */
  Map<Integer, Integer> empty() {
    Map<Integer, Integer> taken = new HashMap<>();
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      int times = counts.get(bucket) == 0 ? 0 : counts.getAndSet(bucket, 0);
      if (times > 0) {
        taken.put(bucket, times);
      }
    }
    return taken;
  }

  /** Adds what is counted here to sums by bucket. */
  void addTo(long[] sums) {
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      sums[bucket] += counts.get(bucket);
    }
  }

  private static int bucket(double seconds) {
    double times = seconds / SMALLEST_SECONDS;
    if (!(times >= 1)) {
      return 0;
    }
    int eighth = (int) (Double.doubleToRawLongBits(times) >>> BELOW_EIGHTHS) & (PER_OCTAVE - 1);
    return Math.min(Math.getExponent(times) * PER_OCTAVE + eighth, BUCKETS - 1);
  }

  /** The middle of a bucket, in seconds. */
  private static double middle(int bucket) {
    double eighths = bucket % PER_OCTAVE + 0.5;
    return Math.scalb(1 + eighths / PER_OCTAVE, bucket / PER_OCTAVE) * SMALLEST_SECONDS;
  }

  /** What sums by bucket come to. */
  static Times times(long[] sums) {
    return new Times(Arrays.stream(sums).sum(), quantile(sums, 0.5), quantile(sums, 0.95));
  }

  /**
   * The time that this share of those counted did not exceed, in seconds; NaN where none are.
   *
   * @param sums counts by bucket
   * @param share from 0 to 1
   */
  static double quantile(long[] sums, double share) {
    long all = 0;
    for (long sum : sums) {
      all += sum;
    }
    long rank = Math.max(1, (long) Math.ceil(share * all));
    long seen = 0;
    for (int bucket = 0; bucket < sums.length; bucket++) {
      seen += sums[bucket];
      if (seen >= rank) {
        return middle(bucket);
      }
    }
    return Double.NaN;
  }
}
