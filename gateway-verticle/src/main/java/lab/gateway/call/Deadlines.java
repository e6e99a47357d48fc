package lab.gateway.call;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The time limits of one exchange, which the {@link LoopTimer} looks after. Moving a limit into the
 * future is an array write: the timer notices when it fires. So a limit can be moved with every
 * event of a stream.
 */
public final class Deadlines {
  /** Never due. */
  static final long OFF = Long.MAX_VALUE;

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

  private final LoopTimer timer;
  private final Consumer<Limit> passed;
  private final long[] due = new long[LIMITS.length];

  /** Nothing is due before this. */
  private long earliest = OFF;

  private boolean watched;
  private boolean closed;

  /** Its neighbours in the timer's list, and the timer's alone. */
  @Nullable Deadlines previous;

  @Nullable Deadlines next;

  /**
   * @param timer of the exchange's loop
   * @param passed told of each limit that ran out; the limit is off by then
   */
  public Deadlines(LoopTimer timer, Consumer<Limit> passed) {
    this.timer = timer;
    this.passed = passed;
    Arrays.fill(due, OFF);
  }

  /** Sets a limit this long from now, in place of what it was. */
  public void in(Limit limit, Duration after) {
    at(limit, now() + after.toNanos());
  }

  private void at(Limit limit, long when) {
    due[limit.slot] = when;
    if (when < earliest && !closed) {
      earliest = when;
      if (!watched) {
        watched = true;
        timer.add(this);
      }
      timer.at(when);
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
    if (watched) {
      watched = false;
      timer.remove(this);
    }
  }

  /** Nothing is due before this; by {@link System#nanoTime}. */
  long earliest() {
    return earliest;
  }

  /** Tells of the limits that have run out by now, in the order of their times. */
  void passed(long now) {
    // Not again and again of one that is set anew for this very moment.
    int most = LIMITS.length;
    Limit first = first();
    while (!closed && due[first.slot] <= now && most-- > 0) {
      due[first.slot] = OFF;
      passed.accept(first);
      first = first();
    }
    earliest = due[first.slot];
    if (!closed && earliest != OFF) {
      timer.at(earliest);
    }
  }

  private Limit first() {
    Limit first = LIMITS[0];
    for (Limit limit : LIMITS) {
      if (due[limit.slot] < due[first.slot]) {
        first = limit;
      }
    }
    return first;
  }

  private static long now() {
    // Never near overflow: nanoTime counts from an origin within 292 years.
    return System.nanoTime();
  }
}
