package lab.gateway.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.function.Predicate;
import lab.contract.FlightClaim;
import lab.contract.FlightClaim.Flight;
import lab.contract.NodeId;

/**
 * Who leads for the keys that belong to this node. A claim is advice: one that is forgotten costs a
 * second call of a provider, and nothing else. Any thread.
 */
public final class Claims {
  /** About 30 MB; beyond it the oldest is forgotten. */
  static final int MOST = 100_000;

  private final Duration longest;

  /** In the order in which they run out: all last equally long. */
  private final LinkedHashMap<String, Claim> claims = new LinkedHashMap<>();

  private record Claim(Flight leader, Instant until) {}

  /**
   * None yet.
   *
   * @param longest after which one is free, however its flight goes on
   */
  public Claims(Duration longest) {
    this.longest = longest;
  }

  /**
   * Who leads: who did, unless it is over, lost or gone, or of the asker's own node, which knows
   * best; else the asker, from now on.
   *
   * @param lives whether a node does
   */
  public synchronized Flight claim(FlightClaim asked, Instant now, Predicate<NodeId> lives) {
    forgetOld(now);
    Claim held = claims.get(asked.key());
    if (held != null && !isFree(held.leader, asked, lives)) {
      return held.leader;
    }
    // Taken out first, so that it goes to the end.
    var unused = claims.remove(asked.key());
    if (claims.size() == MOST) {
      var unusedOldest = claims.pollFirstEntry();
    }
    claims.put(asked.key(), new Claim(asked.by(), now.plus(longest)));
    return asked.by();
  }

  private static boolean isFree(Flight leader, FlightClaim asked, Predicate<NodeId> lives) {
    return leader.equals(asked.lost())
        || leader.node().equals(asked.by().node())
        || !lives.test(leader.node());
  }

  /** A flight is over; where it has no claim, nothing happens. */
  public synchronized void over(FlightClaim.Over told) {
    Claim held = claims.get(told.key());
    if (held != null && held.leader.equals(told.by())) {
      var unused = claims.remove(told.key());
    }
  }

  /** How many there are, those that have run out unnoticed included. */
  synchronized int size() {
    return claims.size();
  }

  private void forgetOld(Instant now) {
    Iterator<Claim> oldest = claims.values().iterator();
    while (oldest.hasNext() && !now.isBefore(oldest.next().until)) {
      oldest.remove();
    }
  }
}
