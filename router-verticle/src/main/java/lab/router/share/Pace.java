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
  /** What comes together is told together. */
  private static final Duration SOON = Duration.ofMillis(5);

  private static final Duration BETWEEN = Duration.ofMillis(50);

  private final Context context;
  private final InstantSource clock;
  private final Runnable does;
  private final AtomicBoolean asked = new AtomicBoolean();
  private Instant last = Instant.EPOCH;

  /**
   * @param context on which it is done
   * @param does calls {@link #done}
   */
  Pace(Context context, InstantSource clock, Runnable does) {
    this.context = context;
    this.clock = clock;
    this.does = does;
  }

  /** Has it done. Any thread. */
  void soon() {
    if (asked.compareAndSet(false, true)) {
      context.runOnContext(
          now -> {
            long unused = context.owner().setTimer(untilNext().toMillis(), due -> doIt());
          });
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
    return left.compareTo(SOON) > 0 ? left : SOON;
  }

  /** It was done, asked for or not. On its context. */
  void done() {
    last = clock.instant();
  }
}
