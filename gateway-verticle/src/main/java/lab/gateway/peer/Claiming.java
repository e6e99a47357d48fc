package lab.gateway.peer;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import lab.contract.FlightClaim;
import lab.contract.FlightClaim.Flight;
import lab.contract.Heartbeat;
import lab.contract.Heartbeat.Phase;
import lab.contract.NodeId;
import lab.contract.Question;
import lab.contract.bus.Bus;
import lab.contract.members.Members;
import lab.contract.members.Members.Member;
import lab.contract.members.Rendezvous;
import org.jspecify.annotations.Nullable;

/**
 * Asks the owner of a key who leads. Where nobody says so in time, the asker does: a second call of
 * a provider is better than a request that waits. Any thread.
 */
public final class Claiming {
  private final Bus bus;
  private final Members members;
  private final Claims claims;
  private final Question<FlightClaim, FlightClaim.Answer> line;
  private final InstantSource clock;

  /** From a random start, so that no number means a flight from before a restart. */
  private final AtomicLong numbers = new AtomicLong(ThreadLocalRandom.current().nextLong());

  private final LongAdder led = new LongAdder();
  private final LongAdder followed = new LongAdder();
  private final LongAdder late = new LongAdder();

  /**
   * @param claims of this node
   * @param patience how long an owner may take
   */
  Claiming(Bus bus, Members members, Claims claims, Duration patience, InstantSource clock) {
    this.bus = bus;
    this.members = members;
    this.claims = claims;
    this.line = FlightClaim.LINE.within(patience);
    this.clock = clock;
  }

  /**
   * Claims a key.
   *
   * @param key a SHA-256
   * @param lost the leader that was told before and failed, or null
   * @return who asks and who leads; never fails
   */
  Future<Claimed> claim(String key, @Nullable Flight lost) {
    Flight mine = new Flight(bus.node(), numbers.incrementAndGet());
    FlightClaim asked = new FlightClaim(key, mine, lost);
    Optional<NodeId> owner = owner(key);
    Future<FlightClaim.Answer> told =
        owner.isEmpty() || owner.get().equals(bus.node())
            ? Future.succeededFuture(answer(asked))
            : bus.askAt(owner.get(), line, asked);
    return told.transform(
        (answer, failure) ->
            Future.succeededFuture(claimed(mine, failure == null ? answer : null)));
  }

  private Claimed claimed(Flight mine, FlightClaim.@Nullable Answer answer) {
    Flight leader = answer == null ? null : answer.leader();
    if (leader == null) {
      late.increment();
      return new Claimed(mine, mine);
    }
    (leader.equals(mine) ? led : followed).increment();
    return new Claimed(mine, leader);
  }

  /** Frees a key; nobody waits for it. */
  void over(String key, Flight mine) {
    FlightClaim.Over told = new FlightClaim.Over(key, mine);
    Optional<NodeId> owner = owner(key);
    if (owner.isEmpty() || owner.get().equals(bus.node())) {
      claims.over(told);
    } else {
      bus.askAt(owner.get(), FlightClaim.Over.LINE, told).onFailure(itRunsOut -> {});
    }
  }

  /** As the owner: who leads. */
  FlightClaim.Answer answer(FlightClaim asked) {
    Instant now = clock.instant();
    return new FlightClaim.Answer(claims.claim(asked, now, node -> lives(node, now)));
  }

  /** As the owner: a flight is over. */
  FlightClaim.Answer answer(FlightClaim.Over told) {
    claims.over(told);
    return new FlightClaim.Answer(null);
  }

  boolean lives(NodeId node) {
    return lives(node, clock.instant());
  }

  /** All that live, this node included. */
  Stream<NodeId> living() {
    return members.living(clock.instant()).stream().map(one -> one.heartbeat().node());
  }

  private boolean lives(NodeId node, Instant now) {
    return members.living(now).stream().anyMatch(one -> one.heartbeat().node().equals(node));
  }

  /** Only who can be read from takes part: others know nothing of claims. */
  private Optional<NodeId> owner(String key) {
    List<NodeId> taking =
        members.living(clock.instant()).stream()
            .map(Member::heartbeat)
            .filter(one -> one.phase() == Phase.SERVING && !one.peer().isEmpty())
            .map(Heartbeat::node)
            .toList();
    return Rendezvous.owner(key, taking);
  }

  /** Where a node can be read from; empty where it can not. */
  String addressOf(NodeId node) {
    return members.living(clock.instant()).stream()
        .map(Member::heartbeat)
        .filter(one -> one.node().equals(node))
        .map(Heartbeat::peer)
        .findFirst()
        .orElse("");
  }

  /** Claims that this node's requests got. */
  public long led() {
    return led.sum();
  }

  /** Claims that another flight had. */
  public long followed() {
    return followed.sum();
  }

  /** Claims that nobody answered in time. */
  public long late() {
    return late.sum();
  }

  /**
   * What came of a claim.
   *
   * @param mine the flight that asked
   * @param leader the one that leads
   */
  public record Claimed(Flight mine, Flight leader) {
    /** Whether it is the asker's to lead. */
    public boolean leads() {
      return leader.equals(mine);
    }
  }
}
