package lab.router.circuit;

import java.time.Duration;
import lab.config.SpecialCases;
import lab.contract.FailureKind;
import lab.router.circuit.Circuit.Cooling;
import lab.router.circuit.Event.Failed;
import org.jspecify.annotations.Nullable;

/**
 * How long something that failed is left alone.
 *
 * @param cases what the configuration says
 */
record Rest(SpecialCases cases) {
  /** A refused key stays refused until somebody acts; one request in this time asks. */
  static final Duration REFUSED_KEY = Duration.ofMinutes(10);

  /** Money comes back by a payment or a new day. */
  static final Duration NO_MONEY = Duration.ofMinutes(15);

  /** However long a provider wants to be left alone. */
  static final Duration LONGEST_ASKED = Duration.ofHours(1);

  /** A busy server is back soon, whatever it says. */
  static final Duration SHORTEST_BUSY = Duration.ofSeconds(5);

  static final Duration LONGEST_BUSY = Duration.ofSeconds(30);

  /**
   * The strikes after a failure that takes something out of use.
   *
   * @param before those that it had
   */
  static int strikes(int before, FailureKind kind) {
    return switch (kind) {
      case SERVER, TIMEOUT, OVERLOAD, NOT_FOUND -> Math.min(before + 1, Cooling.MOST_STRIKES);
      case AUTH, CREDITS, RATE, LOADING, TOO_LONG, FILTERED, BAD_REQUEST, CANCELLED -> before;
    };
  }

  /**
   * The rest that one failure of this kind leads to, or null where it leads to none at once. Where
   * {@code error_based_routing} is off, only a rate limit leads to one.
   *
   * @param strikes how often in a row, this failure included
   */
  @Nullable Duration named(Failed failed, int strikes) {
    Duration asked = failed.retryAfter();
    if (failed.kind() == FailureKind.RATE) {
      return rate(asked);
    }
    if (!cases.errors().enabled()) {
      return null;
    }
    return switch (failed.kind()) {
      case AUTH -> REFUSED_KEY;
      case CREDITS -> asked == null ? NO_MONEY : bounded(asked);
      case OVERLOAD, LOADING -> asked == null ? null : busy(asked);
      case NOT_FOUND -> afterErrors(strikes);
      case RATE, SERVER, TIMEOUT, TOO_LONG, FILTERED, BAD_REQUEST, CANCELLED -> null;
    };
  }

  /**
   * The rest after too many errors: twice as long each time, up to a bound.
   *
   * @param strikes how often in a row, this failure included
   */
  Duration afterErrors(int strikes) {
    Duration first = cases.errors().cooldown();
    Duration longest = longer(first, cases.errors().longest());
    Duration grown = first;
    for (int strike = 1; strike < strikes && grown.compareTo(longest) < 0; strike++) {
      grown = grown.multipliedBy(2);
    }
    return shorter(grown, longest);
  }

  /** Null where {@code rate_limited_fallback} is off. */
  private @Nullable Duration rate(@Nullable Duration asked) {
    if (cases.rateLimited().isZero()) {
      return null;
    }
    return asked == null ? cases.rateLimited() : bounded(asked);
  }

  private static Duration bounded(Duration asked) {
    return asked.isNegative() ? Duration.ZERO : shorter(asked, LONGEST_ASKED);
  }

  private static Duration busy(Duration asked) {
    return shorter(longer(asked, SHORTEST_BUSY), LONGEST_BUSY);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
