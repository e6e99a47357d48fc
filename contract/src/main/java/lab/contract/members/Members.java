package lab.contract.members;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import lab.contract.Heartbeat;
import lab.contract.Heartbeat.Phase;
import lab.contract.NodeId;
import lab.contract.Role;

/**
 * Who of the cluster is alive, as one node hears it. A node that has been silent for {@link
 * #LONGEST_SILENCE} counts as gone until it is heard again; the node itself is always there.
 *
 * <p>Safe on every thread. Two nodes may see different members for a moment: what is decided by it
 * must bear being done twice, or by nobody for that long.
 */
public final class Members {
  /** Five missed heartbeats. */
  public static final Duration LONGEST_SILENCE = Duration.ofSeconds(5);

  private final NodeId self;
  private final Map<NodeId, Member> known = new ConcurrentHashMap<>();

  /**
   * A node, as it was last heard.
   *
   * @param heartbeat what it said
   * @param heardAt when that was heard, by this node's clock
   */
  public record Member(Heartbeat heartbeat, Instant heardAt) {
    /** By how much its clock is ahead of this node's, the way of the message included. */
    public Duration skew() {
      return Duration.between(heardAt, heartbeat.at());
    }
  }

  /** Nobody but this node is known yet. */
  public Members(Heartbeat self) {
    this.self = self.node();
    known.put(self.node(), new Member(self, self.at()));
  }

  /** The node whose view this is. */
  public NodeId self() {
    return self;
  }

  /** A node was heard. */
  public void heard(Heartbeat heartbeat, Instant now) {
    known.put(heartbeat.node(), new Member(heartbeat, now));
    known.values().removeIf(one -> isSilent(one, now.minus(LONGEST_SILENCE)));
  }

  /** The living, by name; those that are joining or leaving included. */
  public List<Member> living(Instant now) {
    return known.values().stream()
        .filter(one -> !isSilent(one, now))
        .sorted(Comparator.comparing(one -> one.heartbeat().node().value()))
        .toList();
  }

  /** The living that do their work in this role, by name. */
  public List<NodeId> serving(Role role, Instant now) {
    return living(now).stream()
        .map(Member::heartbeat)
        .filter(one -> one.phase() == Phase.SERVING && one.roles().contains(role))
        .map(Heartbeat::node)
        .toList();
  }

  /** Who of those in this role a thing belongs to, by rendezvous; empty where nobody is. */
  public Optional<NodeId> owner(String thing, Role role, Instant now) {
    return Rendezvous.owner(thing, serving(role, now));
  }

  private boolean isSilent(Member member, Instant now) {
    return !member.heartbeat().node().equals(self)
        && Duration.between(member.heardAt(), now).compareTo(LONGEST_SILENCE) >= 0;
  }
}
