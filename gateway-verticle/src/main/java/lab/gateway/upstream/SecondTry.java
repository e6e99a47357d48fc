package lab.gateway.upstream;

import java.time.Duration;
import java.util.random.RandomGenerator;
import lab.dialect.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Whether a candidate that failed is worth a second try at once, and after which pause. Where
 * another candidate follows, a failure that waiting mends is not waited for: the other one is free
 * now.
 */
final class SecondTry {
  /** A longer wait than this is the client's to take: it is told when to come back. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

  private SecondTry() {}

  /**
   * The pause before a second try.
   *
   * @param failure how the first try failed
   * @param reached whether the server was reached at all
   * @param othersFollow whether there is another candidate to go to
   * @param random for the jitter that keeps many requests from coming back at one instant
   * @return null for no second try
   */
  static @Nullable Duration pause(
      Failure failure, boolean reached, boolean othersFollow, RandomGenerator random) {
    return switch (failure.kind()) {
      case SERVER -> reached || !othersFollow ? jitter(50, 150, random) : null;
      case OVERLOAD -> pause(failure, jitter(200, 800, random), othersFollow);
      case TIMEOUT -> othersFollow ? null : Duration.ofMillis(1);
      case RATE -> othersFollow || failure.retryAfter() == null ? null : within(failure);
      case LOADING -> othersFollow ? null : pause(failure, jitter(1_500, 2_500, random), false);
      case AUTH, CREDITS, NOT_FOUND, TOO_LONG, FILTERED, BAD_REQUEST, CANCELLED -> null;
    };
  }

  private static @Nullable Duration pause(
      Failure failure, Duration ownChoice, boolean othersFollow) {
    if (failure.retryAfter() == null) {
      return ownChoice;
    }
    return othersFollow ? null : within(failure);
  }

  private static @Nullable Duration within(Failure failure) {
    Duration asked = failure.retryAfter();
    return asked != null && asked.compareTo(LONGEST_PAUSE) <= 0 ? asked : null;
  }

  private static Duration jitter(int fromMillis, int toMillis, RandomGenerator random) {
    return Duration.ofMillis(random.nextInt(fromMillis, toMillis));
  }
}
