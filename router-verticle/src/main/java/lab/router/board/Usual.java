package lab.router.board;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What is usual of a model: its times to first content within the last 24 hours, hour by hour.
 * Written on every thread without waiting; an hour without streams takes no room, one with them
 * less than a kilobyte.
 */
final class Usual {
  private static final int HOURS = 24;
  private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

  private final AtomicReferenceArray<@Nullable Hour> hours = new AtomicReferenceArray<>(HOURS);

  private record Hour(long number, Histogram times) {}

  /** One more. */
  void note(double seconds, Instant now) {
    hour(number(now)).times().record(seconds);
  }

  /** Some more, counted by bucket at another node. */
  void note(Map<Integer, Integer> elsewhere, Instant now) {
    if (!elsewhere.isEmpty()) {
      elsewhere.forEach(hour(number(now)).times()::add);
    }
  }

  private Hour hour(long number) {
    int at = (int) Math.floorMod(number, (long) HOURS);
    Hour there = hours.get(at);
    while (there == null || there.number() < number) {
      Hour fresh = new Hour(number, new Histogram());
      if (hours.compareAndSet(at, there, fresh)) {
        return fresh;
      }
      there = hours.get(at);
    }
    // A newer one is there where the clock was set back: it takes the time in.
    return there;
  }

  /** Their median in seconds; NaN where there are none. */
  double median(Instant now) {
    long oldest = number(now) - HOURS;
    long[] sums = new long[Histogram.BUCKETS];
    for (int at = 0; at < HOURS; at++) {
      Hour hour = hours.get(at);
      if (hour != null && hour.number() > oldest) {
        hour.times().addTo(sums);
      }
    }
    return Histogram.quantile(sums, 0.5);
  }

  private static long number(Instant now) {
    return Math.floorDiv(now.toEpochMilli(), HOUR_MILLIS);
  }
}
