package lab.health;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import lab.contract.Heartbeat.Phase;
import lab.contract.NodeId;
import lab.contract.ProviderName;
import lab.contract.Role;
import lab.contract.members.Members;
import lab.contract.members.Members.Member;

/**
 * Which providers this node polls, as nodes come and go: each provider has one poller among those
 * that serve in the role, by rendezvous. Nodes that see different members for a moment may both
 * poll a provider, or neither; no longer than until they see the same.
 *
 * <p>No clock, no I/O. Belongs to one thread.
 */
final class Duties {
  private final List<ProviderName> providers;
  private final Members members;
  private Set<ProviderName> owned = Set.of();
  private Set<Life> known = Set.of();

  /** One life of a node: started again under the same name it knows nothing. */
  private record Life(NodeId node, Instant since) {}

  /** Nothing is owned until it is first looked. */
  Duties(Collection<ProviderName> providers, Members members) {
    this(providers, members, Set.of());
  }

  /**
   * Those of another configuration.
   *
   * @param owned whom this node polls already
   */
  Duties(Collection<ProviderName> providers, Members members, Set<ProviderName> owned) {
    this.providers = List.copyOf(providers);
    this.members = members;
    this.owned = Set.copyOf(owned);
  }

  /**
   * What is to be done now.
   *
   * @param begin whom to poll from now on
   * @param end whom to poll no more
   * @param repeat whose newest finding to tell again, for nodes that came after it was told
   */
  record Change(Set<ProviderName> begin, Set<ProviderName> end, Set<ProviderName> repeat) {}

  /** Looks who is there. To be called about once a second. */
  Change at(Instant now) {
    Set<ProviderName> mine = mine(now);
    Change change =
        new Change(without(mine, owned), without(owned, mine), isAnybodyNew(now) ? mine : Set.of());
    owned = mine;
    return change;
  }

  private Set<ProviderName> mine(Instant now) {
    Set<ProviderName> mine = new LinkedHashSet<>();
    for (ProviderName provider : providers) {
      if (members
          .owner(provider.value(), Role.HEALTH, now)
          .filter(members.self()::equals)
          .isPresent()) {
        mine.add(provider);
      }
    }
    return mine;
  }

  /**
   * Whether somebody may have missed what was told. A node that joins is told each time: it may be
   * heard before it hears.
   */
  private boolean isAnybodyNew(Instant now) {
    Set<Life> alive = new HashSet<>();
    boolean joining = false;
    for (Member member : members.living(now)) {
      if (!member.heartbeat().node().equals(members.self())) {
        alive.add(new Life(member.heartbeat().node(), member.heartbeat().since()));
        joining |= member.heartbeat().phase() == Phase.JOINING;
      }
    }
    boolean anybody = joining || !known.containsAll(alive);
    known = alive;
    return anybody;
  }

  private static Set<ProviderName> without(Set<ProviderName> all, Set<ProviderName> some) {
    Set<ProviderName> left = new LinkedHashSet<>(all);
    left.removeAll(some);
    return left;
  }
}
