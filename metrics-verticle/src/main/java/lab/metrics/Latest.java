package lab.metrics;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** The last so many durations, for quantiles. Any thread. */
final class Latest {
  private static final int KEPT = 512;

  private final AtomicLongArray nanos = new AtomicLongArray(KEPT);
  private final AtomicLong added = new AtomicLong();

  void add(long tookNanos) {
    nanos.set((int) (added.getAndIncrement() % KEPT), tookNanos);
  }

  /**
   * Durations that so large a share does not exceed, in seconds; none where there was nothing.
   *
   * @param shares between 0 and 1
   */
  double[] quantiles(double... shares) {
    int count = (int) Math.min(KEPT, added.get());
    if (count == 0) {
      return new double[0];
    }
    long[] sorted = new long[count];
    Arrays.setAll(sorted, nanos::get);
    Arrays.sort(sorted);
    return Arrays.stream(shares)
        .map(share -> sorted[Math.max(0, (int) Math.ceil(share * count) - 1)] / 1e9)
        .toArray();
  }
}
