package lab.router.share;

import io.vertx.core.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has something done soon after it is asked for, together with all that comes until then; and where
 * it is asked for again and again, only so often: each time others wake up for it costs them.
 */
final class Pace {
  private static final Duration BETWEEN = Duration.ofMillis(50);

  private final Context context;
  private final InstantSource clock;
  private final Duration soon;
  private final Runnable does;
  private final AtomicBoolean asked = new AtomicBoolean();
  private Instant last = Instant.EPOCH;

  /**
   * @param context on which it is done
   * @param soon how long it waits for more that may come together with the first
   * @param does calls {@link #done}
   */
  Pace(Context context, InstantSource clock, Duration soon, Runnable does) {
    this.context = context;
    this.clock = clock;
    this.soon = soon;
    this.does = does;
  }

  /** Has it done. Any thread. */
  void soon() {
    if (asked.compareAndSet(false, true)) {
      context.runOnContext(now -> within(untilNext()));
    }
  }

  private void within(Duration wait) {
    if (wait.isZero()) {
      doIt();
    } else {
      long unused = context.owner().setTimer(wait.toMillis(), due -> doIt());
    }
  }

  private void doIt() {
    asked.set(false);
    does.run();
  }

  private Duration untilNext() {
    Duration left = BETWEEN.minus(Duration.between(last, clock.instant()));
    if (left.compareTo(BETWEEN) > 0) {
      return BETWEEN; // The clock was set back.
    }
    return left.compareTo(soon) > 0 ? roundedUp(left) : soon;
  }

  /** Timers count in whole milliseconds. */
  private static Duration roundedUp(Duration left) {
    return Duration.ofMillis(left.plusNanos(999_999).toMillis());
  }

  /** It was done, asked for or not. On its context. */
  void done() {
    last = clock.instant();
  }
}
