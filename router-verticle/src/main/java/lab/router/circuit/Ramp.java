package lab.router.circuit;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How many requests at a time something gets that has just come back: one, and soon twice that. */
final class Ramp {
  /** How long each step lasts; each lets twice as many requests in as the one before. */
  static final Duration STEP = Duration.ofSeconds(2);

  private static final int STEPS = 5;

  private Ramp() {}

  /** Whether it is past the last step, so that nothing is held back. */
  static boolean over(Instant since, Instant now) {
    return step(since, now) >= STEPS;
  }

  /** When it may have more, or null where it may have one more now. */
  static @Nullable Instant fullUntil(Instant since, int inFlight, Instant now) {
    long step = step(since, now);
    return step >= STEPS || inFlight < 1 << step ? null : since.plus(STEP.multipliedBy(step + 1));
  }

  private static long step(Instant since, Instant now) {
    return Math.max(0, Duration.between(since, now).dividedBy(STEP));
  }
}
