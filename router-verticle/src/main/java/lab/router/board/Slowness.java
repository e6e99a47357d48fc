package lab.router.board;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import lab.router.board.Figures.Times;
import org.jspecify.annotations.Nullable;

/**
 * A model that is slower to begin than it should be: it works, and others are better.
 *
 * @param since since when
 * @param because for people
 */
public record Slowness(Instant since, String because) {
  /** Fewer times say nothing of the slowest twentieth of them. */
  static final int LEAST_SAMPLES = 20;

  /** Quicker than this is quick, whatever is usual. */
  private static final double NEVER_SLOW_SECONDS = 2;

  private static final double TIMES_THE_USUAL = 3;

  /**
   * How it is now: null where it is not slow, or where too little is known.
   *
   * @param before how it was
   * @param recent times to first content of late
   * @param usual the median of a day in seconds; NaN where it is not known
   * @param bound of the configuration: slower is slow, whatever is usual; or null
   */
  static @Nullable Slowness after(
      @Nullable Slowness before,
      Times recent,
      double usual,
      @Nullable Duration bound,
      Instant now) {
    String because = recent.count() < LEAST_SAMPLES ? null : because(recent.p95(), usual, bound);
    return because == null ? null : new Slowness(before == null ? now : before.since, because);
  }

  /** Whether it can be slow at all, so that what is usual has to be known. */
  static boolean isPossible(Times recent, @Nullable Duration bound) {
    return recent.count() >= LEAST_SAMPLES && (recent.p95() > NEVER_SLOW_SECONDS || bound != null);
  }

  private static @Nullable String because(double p95, double usual, @Nullable Duration bound) {
    if (bound != null && p95 > seconds(bound)) {
      return told(p95) + ", more than " + bound.toMillis() + " ms";
    }
    return p95 > NEVER_SLOW_SECONDS && p95 > TIMES_THE_USUAL * usual
        ? told(p95) + String.format(Locale.ROOT, ", usually %.2f s", usual)
        : null;
  }

  private static String told(double p95) {
    return String.format(Locale.ROOT, "p95 of %.2f s to first token", p95);
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
