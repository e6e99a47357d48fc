package lab.gateway.call;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The time limits of one exchange behind a single timer. Moving a limit into the future is an array
 * write: the timer notices when it fires. So a limit can be moved with every event of a stream.
 */
public final class Deadlines {
  private static final long OFF = Long.MAX_VALUE;
  private static final long NO_TIMER = -1;

  /** What can run out. */
  public enum Limit {
    /** The request body must have arrived. */
    BODY(0),
    /** The whole request. */
    WHOLE(1),
    /** The attempt: its last byte, or on a stream its first content. */
    ATTEMPT(2),
    /** Progress inside a stream. */
    IDLE(3),
    /** Nothing was sent to a waiting client for too long. */
    KEEP_ALIVE(4),
    /** The stream as a whole. */
    STREAM(5),
    /** The pause before a second try. */
    PAUSE(6);

    private final int slot;

    Limit(int slot) {
      this.slot = slot;
    }
  }

  private static final Limit[] LIMITS = Limit.values();

  private final Vertx vertx;
  private final Consumer<Limit> passed;
  private final long[] due = new long[LIMITS.length];
  private long timer = NO_TIMER;
  private long armedFor = OFF;
  private boolean closed;

  /**
   * @param vertx of the exchange's loop
   * @param passed told of each limit that ran out; the limit is off by then
   */
  public Deadlines(Vertx vertx, Consumer<Limit> passed) {
    this.vertx = vertx;
    this.passed = passed;
    Arrays.fill(due, OFF);
  }

  /** Sets a limit this long from now, in place of what it was. */
  public void in(Limit limit, Duration after) {
    at(limit, now() + after.toNanos());
  }

  private void at(Limit limit, long when) {
    due[limit.slot] = when;
    if (when < armedFor && !closed) {
      arm(when);
    }
  }

  /** Switches a limit off. */
  public void off(Limit limit) {
    due[limit.slot] = OFF;
  }

  /** Time left; about 292 years where the limit is off. */
  public Duration left(Limit limit) {
    return due[limit.slot] == OFF
        ? Duration.ofNanos(OFF)
        : Duration.ofNanos(Math.max(0, due[limit.slot] - now()));
  }

  /** Switches all of it off for good. */
  public void close() {
    closed = true;
    disarm();
  }

  private void disarm() {
    if (timer != NO_TIMER) {
      vertx.cancelTimer(timer);
      timer = NO_TIMER;
      armedFor = OFF;
    }
  }

  private void arm(long when) {
    disarm();
    armedFor = when;
    long nanos = Math.max(0, when - now());
    // Rounded up: a timer that fires early would only be set again.
    timer = vertx.setTimer(Math.max(1, (nanos + 999_999) / 1_000_000), id -> fired());
  }

  private void fired() {
    timer = NO_TIMER;
    armedFor = OFF;
    long now = now();
    for (Limit limit : LIMITS) {
      if (!closed && due[limit.slot] <= now) {
        due[limit.slot] = OFF;
        passed.accept(limit);
      }
    }
    long next = OFF;
    for (long when : due) {
      next = Math.min(next, when);
    }
    if (!closed && next < armedFor) {
      arm(next);
    }
  }

  private static long now() {
    // Never near overflow: nanoTime counts from an origin within 292 years.
    return System.nanoTime();
  }
}
