package lab.gateway.limit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import lab.contract.NodeId;
import lab.contract.Role;
import lab.contract.members.Members;
import lab.contract.members.Rendezvous;
import org.jspecify.annotations.Nullable;

/**
 * Which node keeps the account of a limit, and which one would after it: the first two by
 * rendezvous among the gateways. A node that was silent several times in a row is passed over for a
 * second, for the others hear only after five that it is gone. Any thread.
 */
final class Owners {
  /** After which a node that was silent is asked again. */
  private static final Duration PASSED_OVER = Duration.ofSeconds(1);

  /** One late answer is no sign of death. */
  private static final int STRIKES = 3;

  private final Members members;
  private final InstantSource clock;
  private final Map<NodeId, Silence> silent = new ConcurrentHashMap<>();
  private final LongAdder silences = new LongAdder();
  private volatile View view;

  /** Who serves; another one as soon as somebody comes or goes. */
  private record View(List<NodeId> nodes) {}

  private record Silence(int times, Instant until) {}

  /**
   * Who a limit belongs to.
   *
   * @param owner keeps its account
   * @param heir would keep it if the owner went; null where nobody else is there
   * @param since what was seen of the cluster
   */
  record Place(NodeId owner, @Nullable NodeId heir, Object since) {
    /** Whether it is the same as another one. */
    boolean isLike(Place other) {
      return owner.equals(other.owner)
          && (heir == null ? other.heir == null : heir.equals(other.heir));
    }
  }

  Owners(Members members, InstantSource clock) {
    this.members = members;
    this.clock = clock;
    this.view = new View(nodes());
  }

  /** This node. */
  NodeId self() {
    return members.self();
  }

  /** Looks again who serves; whether that has changed. */
  @CanIgnoreReturnValue
  synchronized boolean look() {
    List<NodeId> now = nodes();
    boolean changed = !now.equals(view.nodes);
    if (changed) {
      view = new View(now);
    }
    return changed;
  }

  private List<NodeId> nodes() {
    Instant now = clock.instant();
    silent.values().removeIf(one -> one.times >= STRIKES && !now.isBefore(one.until));
    List<NodeId> nodes = new ArrayList<>(members.serving(Role.GATEWAY, now));
    nodes.removeIf(this::isPassedOver);
    return List.copyOf(nodes);
  }

  private boolean isPassedOver(NodeId node) {
    Silence silence = silent.get(node);
    return silence != null && silence.times >= STRIKES;
  }

  /** Takes note of whether a node answers a question in time. */
  <T> Future<T> watched(NodeId node, Future<T> answer) {
    return answer
        .onSuccess(told -> answered(node))
        .onFailure(
            none -> {
              silences.increment();
              wasSilent(node);
            });
  }

  /** How often another node did not answer in time. */
  long silences() {
    return silences.sum();
  }

  /** A node did not answer in time. */
  void wasSilent(NodeId node) {
    Instant until = clock.instant().plus(PASSED_OVER);
    Silence now =
        silent.merge(
            node, new Silence(1, until), (before, once) -> new Silence(before.times + 1, until));
    if (now.times == STRIKES) {
      look();
    }
  }

  /** A node answered. */
  void answered(NodeId node) {
    if (!silent.isEmpty()) {
      var unused = silent.remove(node);
    }
  }

  /** Whether a place is still the right one. */
  boolean holds(@Nullable Place place) {
    return place != null && place.since == view;
  }

  /** Who a limit belongs to now; this node where no gateway serves. */
  Place place(String limit) {
    View now = view;
    NodeId owner = Rendezvous.owner(limit, now.nodes).orElseGet(members::self);
    List<NodeId> others = now.nodes.stream().filter(node -> !node.equals(owner)).toList();
    return new Place(owner, Rendezvous.owner(limit, others).orElse(null), now);
  }

  /** Of a place's two nodes the first that is not this one; null where there is none. */
  @Nullable NodeId partner(Place place) {
    return place.owner.equals(self()) ? place.heir : place.owner;
  }

  /** The other gateways. */
  List<NodeId> others() {
    return view.nodes.stream().filter(node -> !node.equals(self())).toList();
  }
}
