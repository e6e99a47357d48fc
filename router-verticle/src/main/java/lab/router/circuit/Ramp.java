package lab.router.circuit;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much of its share something gets that has just come back. It goes by the clock, so that all
 * nodes are at the same step without a word.
 *
 * @param length until it gets all of it, above zero
 */
public record Ramp(Duration length) {
  private static final double[] SHARES = {0.1, 0.25, 0.5};

  /** Multiples of it are spread evenly, however many of them are looked at. */
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  /** The part of its share that it gets, above 0 and up to 1. */
  public double share(Instant since, Instant now) {
    long step = step(since, now);
    return step < SHARES.length ? SHARES[(int) step] : 1;
  }

  /** Whether it is past the last step, so that nothing is held back. */
  boolean over(Instant since, Instant now) {
    return step(since, now) >= SHARES.length;
  }

  /** When the next step begins, or null where it is past the last one. */
  public @Nullable Instant nextStep(Instant since, Instant now) {
    long step = step(since, now);
    return step >= SHARES.length
        ? null
        : since.plus(length.multipliedBy(step + 1).dividedBy(SHARES.length));
  }

  /**
   * Whether this one of the requests that would go there goes. Of many in a row it is the share,
   * spread evenly, and out of step with any turns that are taken elsewhere.
   *
   * @param turn the number of the request
   * @param share from 0 to 1
   */
  public static boolean admits(long turn, double share) {
    double place = turn * GOLDEN;
    return place - Math.floor(place) < share;
  }

  private long step(Instant since, Instant now) {
    return Math.max(0, Duration.between(since, now).multipliedBy(SHARES.length).dividedBy(length));
  }
}
