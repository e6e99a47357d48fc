package lab.gateway.limit;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What a node was given of a limit whose account is elsewhere, and has not used: a twentieth of a
 * minute's worth at most, and no more than it uses in a second. Of a limit below 60 a minute
 * nothing is held. Any thread.
 */
final class Lease {
  /** A smaller limit is asked for each time: a twentieth of it is not even 3. */
  static final long LEAST_LIMIT = 60;

  private static final long SHARE = 20;

  /** What is left over goes back after this; in microseconds. */
  private static final long LASTS = 1_000_000;

  private final String limit;
  private final long perMinute;
  private final long most;
  private final AtomicLong there = new AtomicLong();
  private final AtomicLong used = new AtomicLong();
  private volatile long usedBefore;
  private volatile long countedAt;
  private volatile long filledAt;

  /** An empty one. */
  Lease(Limit limit, long now) {
    this.limit = limit.id();
    this.perMinute = limit.perMinute();
    this.most = perMinute < LEAST_LIMIT ? 0 : perMinute / SHARE;
    this.countedAt = now;
    this.filledAt = now;
  }

  /** The most that one node ever holds of a limit, and that may be lost with one; at least 1. */
  static long mostOf(long perMinute) {
    return perMinute < LEAST_LIMIT ? 1 : perMinute / SHARE;
  }

  String limit() {
    return limit;
  }

  long perMinute() {
    return perMinute;
  }

  /** Takes so many; whether they were there. */
  boolean take(long tokens) {
    for (long now = there.get(); now >= tokens; now = there.get()) {
      if (there.compareAndSet(now, now - tokens)) {
        usedBeside(tokens);
        return true;
      }
    }
    return false;
  }

  /** So many were used that were not in it. */
  void usedBeside(long tokens) {
    long unused = used.addAndGet(tokens);
  }

  /** What there is. */
  long there() {
    return there.get();
  }

  /** What there is room for, by what was used of late. */
  long room() {
    return Math.max(0, size() - there.get());
  }

  /** Whether it is time to ask for more, before it is empty. */
  boolean isLow() {
    return there.get() < size() / 2;
  }

  private long size() {
    return Math.min(most, Math.max(usedBefore, used.get()));
  }

  /** Puts in what was given, or taken and not used. */
  void put(long tokens, long now) {
    filledAt = now;
    long unused = there.addAndGet(tokens);
  }

  /** Takes everything that is there. */
  long empty() {
    return there.getAndSet(0);
  }

  /** Whether nothing is held, and nothing was used for a second or two. */
  boolean isIdle() {
    return there.get() == 0 && used.get() == 0 && usedBefore == 0;
  }

  /**
   * Lets time pass.
   *
   * @return what was left over for too long, and has to go back
   */
  long pass(long now) {
    if (now - countedAt >= LASTS) {
      countedAt = now;
      usedBefore = used.getAndSet(0);
    }
    return there.get() > 0 && now - filledAt >= LASTS ? empty() : 0;
  }
}
