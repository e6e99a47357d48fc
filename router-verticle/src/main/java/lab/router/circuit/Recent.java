package lab.router.circuit;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * How requests ended within a sliding window: attempts and failures by slices of time. Immutable,
 * and of one size however many requests there are.
 */
public final class Recent {
  /** Slices that a window is cut into: it slides by a tenth of itself. */
  static final int SLICES = 10;

  /** Nothing happened. */
  public static final Recent NONE = new Recent(0, new int[SLICES], new int[SLICES]);

  /** The number of the newest slice, counted from 1970. */
  private final long newest;

  /** In halves, by the slice's number modulo their count. */
  private final int[] failures;

  private final int[] attempts;

  private Recent(long newest, int[] failures, int[] attempts) {
    this.newest = newest;
    this.failures = failures;
    this.attempts = attempts;
  }

  /**
   * With one more attempt.
   *
   * @param halves how much of a failure it was: 0 for a success, 1 for half of one, 2 for a whole
   * @param now when it ended; a clock that was set back counts as standing still
   * @param window how far back the past counts, above zero
   */
  Recent plus(int halves, Instant now, Duration window) {
    return plus(halves, 1, now, window);
  }

  /** With this many more attempts, of which failures were as many halves. */
  Recent plus(int halves, int more, Instant now, Duration window) {
    Recent moved = at(now, window);
    int[] moreFailures = moved.failures.clone();
    int[] moreAttempts = moved.attempts.clone();
    int slice = (int) Math.floorMod(moved.newest, (long) SLICES);
    moreFailures[slice] += halves;
    moreAttempts[slice] += 2 * more;
    return new Recent(moved.newest, moreFailures, moreAttempts);
  }

  /** This without what is older than the window. */
  private Recent at(Instant now, Duration window) {
    long slice = now.toEpochMilli() / Math.max(1, window.toMillis() / SLICES);
    if (slice <= newest) {
      return this;
    }
    if (slice - newest >= SLICES) {
      return new Recent(slice, NONE.failures, NONE.attempts);
    }
    int[] keptFailures = failures.clone();
    int[] keptAttempts = attempts.clone();
    for (long passed = newest + 1; passed <= slice; passed++) {
      int cleared = (int) Math.floorMod(passed, (long) SLICES);
      keptFailures[cleared] = 0;
      keptAttempts[cleared] = 0;
    }
    return new Recent(slice, keptFailures, keptAttempts);
  }

  /** Whether no failure was within the window, as of the last attempt. */
  public boolean isClean() {
    for (int halves : failures) {
      if (halves > 0) {
        return false;
      }
    }
    return true;
  }

  /** Failures within the window, as of the last attempt; half failures count half. */
  public double failures() {
    return Arrays.stream(failures).asLongStream().sum() / 2.0;
  }

  /** Attempts within the window, as of the last one. */
  public long attempts() {
    return Arrays.stream(attempts).asLongStream().sum() / 2;
  }
}
