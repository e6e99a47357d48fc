package lab.gateway.limit;

import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import lab.gateway.limit.Owners.Place;
import org.jspecify.annotations.Nullable;

/** An account at the node that keeps it, or would. Any thread. */
final class Kept {
  private final Account account;
  private final AtomicLong untold = new AtomicLong();
  private volatile long touchedAt;
  private volatile long perMinute;
  private volatile @Nullable Place place;
  private @Nullable Future<Void> learning;
  private @Nullable Future<Void> recalling;
  private long recalledAt = Long.MIN_VALUE;

  /** One of which nothing was taken. */
  Kept(long now) {
    this.account = new Account(now);
    this.touchedAt = now;
    this.perMinute = 1;
  }

  Account account() {
    return account;
  }

  /** For whom it is known what was taken of it, or null. */
  @Nullable Place place() {
    return place;
  }

  /** All that was taken is known to somebody in this place. */
  void place(Place now) {
    place = now;
  }

  /**
   * Counts what was taken and not told yet.
   *
   * @param least from which on it is to be told
   * @return whether it is
   */
  boolean isToBeTold(long tokens, long least) {
    if (untold.addAndGet(tokens) < least) {
      return false;
    }
    untold.set(0);
    return true;
  }

  /** What comes of finding out how it stands; asked for once, however many wait. */
  synchronized Future<Void> learned(Supplier<Future<Void>> ask) {
    Future<Void> running = learning;
    if (running != null && !running.isComplete()) {
      return running;
    }
    Future<Void> begun = ask.get();
    learning = begun;
    return begun;
  }

  /**
   * What comes of calling back what is left over; done once for all who wait, and not again at
   * once.
   *
   * @param pause between two of them, in microseconds
   */
  synchronized Future<Void> recalled(long now, long pause, Supplier<Future<Void>> ask) {
    Future<Void> running = recalling;
    if (running != null && (!running.isComplete() || now - recalledAt < pause)) {
      return running;
    }
    recalledAt = now;
    Future<Void> begun = ask.get();
    recalling = begun;
    return begun;
  }

  /** Somebody asks for it, as an account of this limit. */
  void touch(long limit, long now) {
    perMinute = limit;
    touchedAt = now;
  }

  /** The limit, as it was last asked for. */
  long perMinute() {
    return perMinute;
  }

  /** Since when nobody has asked for it. */
  long touchedAt() {
    return touchedAt;
  }
}
