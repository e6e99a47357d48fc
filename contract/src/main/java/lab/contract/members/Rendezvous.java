package lab.contract.members;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import lab.contract.NodeId;

/**
 * Highest random weight hashing (Thaler and Ravishankar, 1996): who of several owns a thing. All
 * who know the same nodes agree without a word, and when a node goes only what it owned moves.
 */
public final class Rendezvous {
  private static final long FNV_OFFSET = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;

  private Rendezvous() {}

  /** The owner of a thing, or nothing where there are no nodes. */
  public static Optional<NodeId> owner(String thing, Collection<NodeId> nodes) {
    return nodes.stream()
        .max(
            Comparator.<NodeId>comparingLong(node -> weight(node.value(), thing))
                .thenComparing(NodeId::value));
  }

  /** The same on every machine and in every version: nodes of two releases must agree. */
  private static long weight(String node, String thing) {
    long hash = fed(fed(FNV_OFFSET, node) * FNV_PRIME, thing);
    // FNV alone leaves the high bits of short names alike; this is the finaliser of MurmurHash3.
    hash = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCDL;
    hash = (hash ^ (hash >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return hash ^ (hash >>> 33);
  }

  private static long fed(long hash, String text) {
    long fed = hash;
    for (int i = 0; i < text.length(); i++) {
      fed = (fed ^ text.charAt(i)) * FNV_PRIME;
    }
    return fed;
  }
}
