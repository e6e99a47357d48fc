package lab.gateway.call;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One timer for all exchanges of an event loop. A timer of its own for each request would be set,
 * moved and cancelled with hardly one in a thousand ever firing. On its loop only.
 *
 * <p>It is set for the earliest limit of all. What is moved on or ends before that only makes it
 * fire in vain: it then looks at every open exchange, at most once in {@link #SHORTEST_NANOS}.
 */
public final class LoopTimer {
  /**
   * Limits may be noticed this much late, so that thousands of streams are not a thousand looks.
   */
  private static final long SHORTEST_NANOS = 5_000_000;

  /**
   * A timer is this much late only where its loop was held up, and what came meanwhile has not been
   * read: a limit must not run out on somebody who was in time.
   */
  private static final long HELD_UP_NANOS = 50_000_000;

  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private @Nullable Deadlines first;
  private long timer = NO_TIMER;
  private long armedFor = Deadlines.OFF;
  private boolean readsFirst;

  /**
   * @param vertx of the loop
   */
  public LoopTimer(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Looks after one more. */
  void add(Deadlines added) {
    added.next = first;
    if (first != null) {
      first.previous = added;
    }
    first = added;
  }

  /** Looks after it no longer. */
  void remove(Deadlines removed) {
    Deadlines before = removed.previous;
    Deadlines after = removed.next;
    if (before != null) {
      before.next = after;
    } else {
      first = after;
    }
    if (after != null) {
      after.previous = before;
    }
    removed.previous = null;
    removed.next = null;
  }

  /** Something may be due then. */
  void at(long when) {
    if (when < armedFor) {
      if (timer != NO_TIMER) {
        boolean unused = vertx.cancelTimer(timer);
      }
      arm(when, Math.max(0, when - System.nanoTime()));
    }
  }

  private void arm(long when, long nanos) {
    armedFor = when;
    // Rounded up: a timer that fires early would only be set again.
    timer = vertx.setTimer(Math.max(1, (nanos + 999_999) / 1_000_000), id -> fired());
  }

  private void fired() {
    timer = NO_TIMER;
    long now = System.nanoTime();
    readsFirst = !readsFirst && now - armedFor > HELD_UP_NANOS;
    if (readsFirst) {
      // Sockets are looked at before a timer that is set now fires.
      arm(armedFor, 0);
      return;
    }
    armedFor = Deadlines.OFF;
    List<Deadlines> due = new ArrayList<>();
    long next = Deadlines.OFF;
    for (Deadlines one = first; one != null; one = one.next) {
      if (one.earliest() <= now) {
        due.add(one);
      } else {
        next = Math.min(next, one.earliest());
      }
    }
    // Whoever is told may end itself and others.
    due.forEach(one -> one.passed(now));
    if (next < armedFor) {
      at(Math.max(next, now + SHORTEST_NANOS));
    }
  }
}
