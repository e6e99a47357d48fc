package lab.gateway.guard;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Who has sent wrong keys too often of late. The table has a fixed size, whoever knocks: addresses
 * that share a place in it are slowed down together, which costs those with good keys nothing. Any
 * thread; knows no clock, times are nanoseconds of one origin.
 */
final class FailedKeys {
  /** What anybody may get wrong at once. */
  static final int BURST = 10;

  /** After which one more is forgiven. */
  static final Duration EACH = Duration.ofSeconds(2);

  private static final int PLACES = 8_192;

  /** Where a /64 ends, which one customer has all of. */
  private static final int NETWORK_BYTES = 8;

  /** Per place the time at which everything will be forgiven. */
  private final AtomicLongArray forgiven = new AtomicLongArray(PLACES);

  private final long origin;

  /** So that nobody outside knows with whom somebody shares a place. */
  private final int seed = ThreadLocalRandom.current().nextInt();

  /**
   * @param now from when on it counts
   */
  FailedKeys(long now) {
    this.origin = now;
  }

  /**
   * Counts a wrong key.
   *
   * @param source who sent it, or null where nobody knows
   * @return whether it was one too many
   */
  boolean failed(@Nullable InetAddress source, long now) {
    int place = place(source);
    long since = now - origin;
    long after =
        forgiven.accumulateAndGet(
            place, since, (until, moment) -> Math.max(until, moment) + EACH.toNanos());
    if (after - since <= BURST * EACH.toNanos()) {
      return false;
    }
    // Never further than the burst: who stops is forgiven soon, however long it went on.
    forgiven.set(place, since + BURST * EACH.toNanos());
    return true;
  }

  private int place(@Nullable InetAddress source) {
    int hash = seed;
    if (source != null) {
      byte[] bytes = source.getAddress();
      int length = source instanceof Inet6Address ? NETWORK_BYTES : bytes.length;
      for (int i = 0; i < length; i++) {
        hash = (hash ^ bytes[i]) * 0x9e3779b1;
        hash ^= hash >>> 15;
      }
    }
    return Math.floorMod(hash, PLACES);
  }
}
