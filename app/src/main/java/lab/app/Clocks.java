package lab.app;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import lab.contract.NodeId;

/** Whose clocks do not agree with this node's, as their heartbeats tell. Safe on every thread. */
final class Clocks {
  /** More than this is told of: rests and returns are absolute instants. */
  static final Duration MOST = Duration.ofSeconds(1);

  /** So many heartbeats in a row must tell the same. */
  static final int IN_A_ROW = 3;

  /**
   * How much what they tell may differ. Those that lay in a connection of somebody who stood still
   * are each late by a second less than the one before, and tell nothing of a clock.
   */
  static final Duration SAME = Duration.ofMillis(250);

  private static final Seen NONE = new Seen(Duration.ZERO, 0, false);

  private final Map<NodeId, Seen> nodes = new HashMap<>();

  /**
   * What a node's heartbeats told last.
   *
   * @param times so many in a row told of this skew, 0 where it is none
   * @param said whether it was warned of it
   */
  private record Seen(Duration skew, int times, boolean said) {}

  /**
   * A heartbeat was heard.
   *
   * @param skew by how much the node's clock is ahead of this one's
   * @return whether to warn of it now: once until the two agree again
   */
  synchronized boolean isNewlyOff(NodeId node, Duration skew) {
    Seen before = nodes.getOrDefault(node, NONE);
    if (skew.abs().compareTo(MOST) <= 0) {
      Seen unused = nodes.put(node, NONE);
      return false;
    }
    boolean same = before.times() > 0 && skew.minus(before.skew()).abs().compareTo(SAME) <= 0;
    int times = same ? Math.min(before.times() + 1, IN_A_ROW) : 1;
    boolean isNew = times == IN_A_ROW && !before.said();
    Seen unused = nodes.put(node, new Seen(skew, times, before.said() || isNew));
    return isNew;
  }

  /** A node is gone; one that comes back is warned of again. */
  synchronized void forget(NodeId node) {
    Seen unused = nodes.remove(node);
  }
}
