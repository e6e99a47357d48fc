package lab.gateway.upstream;

import java.time.Duration;
import lab.config.RetryPolicies.RetryPolicy;
import lab.config.TimeSettings;
import lab.contract.FailureKind;
import lab.gateway.call.Deadlines;
import lab.gateway.call.Deadlines.Limit;
import lab.gateway.call.Exchange;

/** How long a walk waits, and for what: the limits of the candidate at hand on one exchange. */
final class Patience {
  /** How long the words of an error may take once its status is known. */
  private static final Duration SLOWEST_ERROR = Duration.ofSeconds(1);

  private final Exchange exchange;
  private final Deadlines deadlines;
  private final ClientLimits wishes;
  private final boolean streamed;
  private final Duration keepAliveEvery;
  private final long startedNanos = System.nanoTime();
  private final RetryPolicy retries;
  private TimeSettings time;

  /**
   * @param wishes what the client shortens
   * @param retries what the requested name says of second tries
   * @param time holds until the first candidate's own is known
   */
  Patience(
      Exchange exchange,
      ClientLimits wishes,
      RetryPolicy retries,
      TimeSettings time,
      Duration keepAliveEvery) {
    this.exchange = exchange;
    this.deadlines = exchange.deadlines();
    this.wishes = wishes;
    this.retries = retries;
    this.streamed = exchange.call().streamed();
    this.time = time;
    this.keepAliveEvery = keepAliveEvery;
    if (streamed) {
      heard();
    }
  }

  /** Begins an attempt with these limits; false where the time for the whole request is over. */
  boolean begin(TimeSettings ofCandidate) {
    time = ofCandidate;
    Duration left = whole().minusNanos(System.nanoTime() - startedNanos);
    if (!left.isPositive()) {
      return false;
    }
    deadlines.in(Limit.WHOLE, left);
    deadlines.in(Limit.ATTEMPT, wishes.attempt(time, streamed));
    return true;
  }

  /** The attempt is over. */
  void ended() {
    deadlines.off(Limit.ATTEMPT);
  }

  /** The time for the whole request, as it is told. */
  Duration whole() {
    return wishes.whole(time);
  }

  /** What bounds second tries now, after a failure of this kind. */
  Course.Bounds bounds(FailureKind kind) {
    int configured = retries.after(kind, time.retries());
    return new Course.Bounds(wishes.retries(configured), deadlines.left(Limit.WHOLE));
  }

  /** Waits before a second try. */
  void pause(Duration pause) {
    exchange.attempts().waited(pause);
    deadlines.in(Limit.PAUSE, pause);
  }

  /** An error's status is here; its words must not take as long as an answer. */
  void refused() {
    if (deadlines.left(Limit.ATTEMPT).compareTo(SLOWEST_ERROR) > 0) {
      deadlines.in(Limit.ATTEMPT, SLOWEST_ERROR);
    }
  }

  /** The first content is here: a stream that flows may flow on. */
  void content() {
    deadlines.off(Limit.ATTEMPT);
    if (!streamed) {
      return;
    }
    deadlines.off(Limit.WHOLE);
    deadlines.in(Limit.IDLE, time.streamIdleTimeout());
    Duration longest = time.maxStreamingDuration();
    if (longest != null) {
      deadlines.in(Limit.STREAM, longest);
    }
  }

  /** Something real came, or who did not read reads again, or does not any more. */
  void progress() {
    deadlines.in(Limit.IDLE, time.streamIdleTimeout());
  }

  /** The client of a stream has been sent something. */
  void heard() {
    deadlines.in(Limit.KEEP_ALIVE, keepAliveEvery);
  }
}
