package lab.gateway.limit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one node that wait for others of their key to end: a bounded number. Where it is
 * full, one of a higher priority takes the place of the last one of the lowest. Any thread.
 */
final class WaitingRoom {
  /** Who leaves last comes first. */
  private static final Comparator<Slot> RANK =
      Comparator.comparingInt(Slot::priority).reversed().thenComparingLong(Slot::number);

  private final TreeSet<Slot> all = new TreeSet<>(RANK);

  /**
   * Somebody comes in, who may be in already.
   *
   * @param size how many there may be, 0 or more
   * @return who has to leave: nobody, the newcomer itself, or who has lost its place to it
   */
  synchronized @Nullable Slot enter(Slot newcomer, int size) {
    boolean unused = all.add(newcomer);
    return all.size() <= size ? null : all.pollLast();
  }

  /** Somebody leaves; whether it was there. */
  @CanIgnoreReturnValue
  synchronized boolean leave(Slot slot) {
    return all.remove(slot);
  }

  /** How many wait. */
  synchronized int size() {
    return all.size();
  }
}
