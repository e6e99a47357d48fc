package lab.gateway.limit;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/** The accounts that this node keeps or would keep, by the ids of their limits. Any thread. */
final class Accounts {
  /**
   * After which an account that nobody has asked for is as good as one of which nothing was taken,
   * in microseconds: a minute would do, but for what was used far beyond a limit.
   */
  private static final long REMEMBERED = 600_000_000;

  private final ConcurrentHashMap<String, Kept> all = new ConcurrentHashMap<>();
  private final LongSupplier micros;

  /**
   * @param micros the time in microseconds of any origin, which never goes back
   */
  Accounts(LongSupplier micros) {
    this.micros = micros;
  }

  /** The time by which accounts go. */
  long now() {
    return micros.getAsLong();
  }

  /** The account of a limit, of which nothing was taken where there was none. */
  Kept of(String id) {
    Kept known = all.get(id);
    return known != null ? known : all.computeIfAbsent(id, fresh -> new Kept(now()));
  }

  /** Does something with each. */
  void forEach(BiConsumer<String, Kept> what) {
    all.forEach(what);
  }

  /** Forgets those that nobody has asked for in a long time. */
  void forgetOld() {
    long now = now();
    all.values().removeIf(kept -> now - kept.touchedAt() >= REMEMBERED);
  }
}
