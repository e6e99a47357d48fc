package lab.gateway.ingress;

import io.vertx.core.Vertx;
import java.time.Duration;

/** How late an event loop is. Looked at ten times a second; knows no clock itself. */
final class LoopLag {
  private static final long EVERY_MILLIS = 100;

  private long due = Long.MAX_VALUE;
  private long before;
  private long last;

  /** Looks at the loop that this is called on, from now on. */
  void watch(Vertx vertx) {
    long unused = vertx.setPeriodic(EVERY_MILLIS, id -> looked(System.nanoTime()));
  }

  /** The look that was due is done now, in nanoseconds of one origin. */
  void looked(long now) {
    before = last;
    last = due == Long.MAX_VALUE ? 0 : Math.max(0, now - due);
    due = now + EVERY_MILLIS * 1_000_000;
  }

  /** Whether it was later than this twice in a row: once is a pause, twice is too much work. */
  boolean isBehind(Duration most) {
    return Math.min(before, last) > most.toNanos();
  }
}
