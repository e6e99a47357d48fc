package lab.gateway.limit;

import java.util.HashMap;
import java.util.Map;
import lab.contract.NodeId;

/**
 * Who uses a limit of parallel requests, as the node that counts them knows. Each node tells how
 * many it uses and would; the newest word counts. Who has waited longest is next: for each node
 * that waits longer than the one that asks, a slot stays free.
 *
 * <p>Knows no clock: times are microseconds that never go back. One thread at a time.
 */
final class SlotBook {
  /** A node that says nothing for so long has no slots; as its heartbeats count. */
  static final long FORGOTTEN = 5_000_000;

  /** Who waits asks again ten times a second; who has not for so long is kept no slot. */
  private static final long WAITS = 500_000;

  private static final long NEVER = Long.MAX_VALUE;

  private final Map<NodeId, Part> parts = new HashMap<>();

  /**
   * What a node has.
   *
   * @param held slots
   * @param told when it said so
   * @param waiting since when it has waited for the next one; {@link #NEVER} where it does not
   */
  private record Part(int held, long told, long waiting) {
    boolean isBefore(long since, long now) {
      return waiting < since && now - told < WAITS;
    }
  }

  /**
   * Hears how many a node uses and would.
   *
   * @param patient whether it waits for what it does not get
   * @return how many it may use, from {@code using} to {@code wish}
   */
  int claim(NodeId node, int most, int using, int wish, boolean patient, long now) {
    boolean unused = parts.values().removeIf(part -> now - part.told >= FORGOTTEN);
    Part before = parts.remove(node);
    long since = before == null || before.waiting == NEVER ? now : before.waiting;
    int free = most;
    for (Part other : parts.values()) {
      free -= other.held + (other.isBefore(since, now) ? 1 : 0);
    }
    // What runs already runs, whatever the limit has become.
    int held = Math.max(using, Math.min(wish, free));
    if (wish > 0) {
      long waiting = held == wish || !patient ? NEVER : held > using ? now : since;
      parts.put(node, new Part(held, now, waiting));
    }
    return held;
  }

  /** How many all nodes have together, as far as is known. */
  int held(long now) {
    return parts.values().stream()
        .filter(part -> now - part.told < FORGOTTEN)
        .mapToInt(Part::held)
        .sum();
  }

  /** Whether nobody has any, as far as is known. */
  boolean isEmpty(long now) {
    return parts.values().stream().allMatch(part -> now - part.told >= FORGOTTEN);
  }
}
