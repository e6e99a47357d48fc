package lab.gateway.limit;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import lab.contract.Heartbeat;
import lab.contract.LimitClaim;
import lab.contract.NodeId;
import lab.contract.Role;
import lab.contract.members.Members;
import lab.contract.members.Rendezvous;
import lab.gateway.limit.Limit.Scope;
import lab.gateway.limit.Limit.Unit;
import org.jspecify.annotations.Nullable;

/** Nodes of one cluster in one thread, with a clock of their own; a message takes no time. */
final class Neighbours {
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Map<NodeId, Node> nodes = new LinkedHashMap<>();
  private final Set<NodeId> dead = new HashSet<>();
  private long micros;

  /** One node. */
  final class Node implements Others {
    private final NodeId name;
    private final Members members;
    private final Pool pool;
    private final SlotPool slots;
    private final Map<Limit, Meter> meters = new LinkedHashMap<>();

    private Node(NodeId name) {
      this.name = name;
      this.members = new Members(heartbeat(name));
      nodes.keySet().forEach(other -> members.heard(heartbeat(other), now()));
      Owners owners = new Owners(members, Neighbours.this::now);
      this.pool = new Pool(owners, this, () -> micros);
      this.slots = new SlotPool(owners, this, () -> micros);
    }

    Pool pool() {
      return pool;
    }

    SlotPool slots() {
      return slots;
    }

    Meter meter(Limit limit) {
      return meters.computeIfAbsent(limit, one -> new Meter(one, pool));
    }

    /** Takes as requests do; null where it was there. */
    @Nullable Refusal take(Limit limit, long tokens) {
      AtomicReference<@Nullable Refusal> refused = new AtomicReference<>();
      Taking.all(List.of(new Share(meter(limit), tokens, true)), refused::set);
      return refused.get();
    }

    /** Takes one after the other until it is refused; how many there were. */
    int takeAll(Limit limit) {
      int taken = 0;
      while (take(limit, 1) == null) {
        taken++;
      }
      return taken;
    }

    @Override
    public Future<LimitClaim.Answer> claim(NodeId at, LimitClaim claim) {
      return dead.contains(at) ? silent() : node(at).pool.bank().answer(claim);
    }

    @Override
    public Future<LimitClaim.Answer> standing(NodeId at, LimitClaim nothing) {
      return claim(at, nothing);
    }

    @Override
    public void tell(NodeId at, LimitClaim.Owed owed) {
      if (!dead.contains(at)) {
        LimitClaim.Answer unused = node(at).pool.bank().hear(owed);
      }
    }

    @Override
    public Future<LimitClaim.Answer> slots(NodeId at, LimitClaim.Slots claim) {
      return dead.contains(at) ? silent() : Future.succeededFuture(node(at).slots.answer(claim));
    }

    @Override
    public Future<Long> recall(Collection<NodeId> from, LimitClaim.Recall recall) {
      return Future.succeededFuture(
          from.stream()
              .filter(at -> !dead.contains(at))
              .mapToLong(at -> node(at).pool.answer(recall).given())
              .sum());
    }
  }

  Neighbours(String... names) {
    Stream.of(names).map(NodeId::new).forEach(name -> nodes.put(name, new Node(name)));
    heartbeats();
  }

  private static Future<LimitClaim.Answer> silent() {
    return Future.failedFuture("no answer in time");
  }

  private Heartbeat heartbeat(NodeId name) {
    return new Heartbeat(
        name, Set.of(Role.GATEWAY), "1", Instant.EPOCH, now(), Heartbeat.Phase.SERVING);
  }

  private Instant now() {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private Node node(NodeId name) {
    return Objects.requireNonNull(nodes.get(name), name.value());
  }

  Node node(String name) {
    return node(new NodeId(name));
  }

  /** Those that live. */
  List<Node> living() {
    return nodes.values().stream().filter(node -> !dead.contains(node.name)).toList();
  }

  long micros() {
    return micros;
  }

  /** A limit whose account this node keeps as long as all of them live, and that one after it. */
  Limit ownedBy(String owner, String heir, long perMinute) {
    for (int i = 0; ; i++) {
      Limit limit = Limit.of(Scope.KEY, "key", "k" + i, Unit.REQUESTS, perMinute);
      Owners.Place place = living().getFirst().pool.owners().place(limit.id());
      if (place.owner().value().equals(owner)
          && place.heir() != null
          && place.heir().value().equals(heir)) {
        return limit;
      }
    }
  }

  /** Whose account it is. */
  Node owner(Limit limit) {
    return node(
        Rendezvous.owner(limit.id(), living().stream().map(node -> node.name).toList())
            .orElseThrow());
  }

  /** It ends without a word, which others do not know before they miss its heartbeats. */
  void kill(String name) {
    dead.add(new NodeId(name));
  }

  /** One more, which knows the others and is known by them. */
  void join(String name) {
    NodeId id = new NodeId(name);
    nodes.put(id, new Node(id));
    heartbeats();
  }

  private void heartbeats() {
    for (Node node : living()) {
      for (Node other : living()) {
        node.members.heard(heartbeat(other.name), now());
      }
      node.pool.pass();
      node.slots.pass();
    }
  }

  /** Time passes, and all do what they do in it. */
  void pass(Duration time) {
    long end = micros + time.toNanos() / 1_000;
    while (micros < end) {
      micros = Math.min(end, micros + LOOK.toNanos() / 1_000);
      heartbeats();
    }
  }
}
