package lab.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import lab.contract.Heartbeat;
import lab.contract.Heartbeat.Phase;
import lab.contract.NodeId;
import lab.contract.bus.Bus;
import lab.contract.members.Members;
import lab.contract.members.Members.Member;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The heart of a node: tells all others that it lives, at once when its phase changes, and keeps
 * what it hears of theirs. Safe on every thread.
 */
final class Heart {
  private static final Logger LOG = LoggerFactory.getLogger(Heart.class);

  private final Bus bus;
  private final Heartbeat first;
  private final Members members;
  private final InstantSource clock;
  private final Consumer<Set<NodeId>> thawed;
  private final Clocks clocks = new Clocks();
  private volatile Phase phase;
  private volatile GoesBy goesBy = new GoesBy("", 0, "");
  private volatile Instant lastBeat;

  /** Those who lived at the last beat, and where they were. */
  private Map<NodeId, Phase> lastLiving = Map.of();

  /**
   * @param first the heartbeat that its members began with
   * @param members of this node; nobody else writes to it
   * @param thawed what to do when it stood still for so long that the others took it for gone, with
   *     those of them that stayed; ends with {@link #caughtUp}
   */
  Heart(
      Bus bus,
      Heartbeat first,
      Members members,
      InstantSource clock,
      Consumer<Set<NodeId>> thawed) {
    this.bus = bus;
    this.first = first;
    this.members = members;
    this.clock = clock;
    this.thawed = thawed;
    this.phase = first.phase();
    this.lastBeat = first.at();
  }

  /** What this node goes by, as its heartbeats say it. */
  private record GoesBy(String files, long epoch, String active) {}

  /**
   * From now on this node goes by something else, and tells all at once.
   *
   * @param files a digest of its own files
   * @param epoch the number of what it goes by, 0 where it is not the cluster's
   * @param active a digest of what it goes by
   */
  void goesBy(String files, long epoch, String active) {
    GoesBy next = new GoesBy(files, epoch, active);
    if (!next.equals(goesBy)) {
      goesBy = next;
      beat();
    }
  }

  /** Whether it does its work, and its heart did not stop meanwhile. */
  boolean serves() {
    return phase == Phase.SERVING && !stoodStill(clock.instant());
  }

  private boolean stoodStill(Instant now) {
    return Duration.between(lastBeat, now).compareTo(Members.LONGEST_SILENCE) >= 0;
  }

  /** Knows what happened while it stood still. */
  synchronized void caughtUp() {
    if (phase == Phase.JOINING) {
      enter(Phase.SERVING);
    }
  }

  /** Tells all where this node is now. */
  synchronized void enter(Phase next) {
    phase = next;
    beat();
  }

  /** Tells all, this node's own parts first, that it lives. */
  synchronized void beat() {
    Instant instant = clock.instant();
    boolean thaws = phase == Phase.SERVING && stoodStill(instant);
    lastBeat = instant;
    if (thaws) {
      phase = Phase.JOINING;
      LOG.atWarn()
          .addKeyValue("node", first.node())
          .log("this node stood still for seconds; it learns what happened meanwhile");
    }
    GoesBy now = goesBy;
    Heartbeat beat =
        new Heartbeat(
            first.node(),
            first.roles(),
            first.version(),
            first.since(),
            instant,
            phase,
            now.files(),
            now.epoch(),
            now.active(),
            first.peer());
    members.heard(beat, instant);
    bus.tell(Heartbeat.LINE, beat);
    Map<NodeId, Phase> living = living();
    lastLiving.forEach(
        (node, last) -> {
          if (!living.containsKey(node)) {
            gone(node, last);
          }
        });
    Set<NodeId> stayed = staying(lastLiving);
    lastLiving = living;
    if (thaws) {
      thawed.accept(stayed);
    }
  }

  private Set<NodeId> staying(Map<NodeId, Phase> nodes) {
    return nodes.entrySet().stream()
        .filter(one -> one.getValue() != Phase.LEAVING && !one.getKey().equals(first.node()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  private void gone(NodeId node, Phase last) {
    clocks.forget(node);
    switch (last) {
      case LEAVING -> LOG.atInfo().addKeyValue("node", node).log("a node has left the cluster");
      case JOINING, SERVING ->
          LOG.atWarn().addKeyValue("node", node).log("a node of the cluster has gone silent");
    }
  }

  /** What comes back of its own is older than what it knows of itself. */
  void heard(Heartbeat beat) {
    if (!beat.node().equals(first.node())) {
      boolean known = living().containsKey(beat.node());
      Instant now = clock.instant();
      members.heard(beat, now);
      Duration skew = Duration.between(now, beat.at());
      if (clocks.isNewlyOff(beat.node(), skew)) {
        LOG.atWarn()
            .addKeyValue("node", beat.node())
            .addKeyValue("because", saidOf(skew))
            .log("the clock of another node does not agree with this one's");
      }
      if (!known) {
        LOG.atInfo().addKeyValue("node", beat.node()).log("a node of the cluster is heard");
        // It may know nobody yet, and the next beat may be a second off.
        beat();
      }
    } else if (!beat.since().equals(first.since())) {
      LOG.atWarn()
          .addKeyValue("node", beat.node())
          .log("another node has the name of this one; give each its own --node");
    }
  }

  private static String saidOf(Duration skew) {
    return "it is %d ms %s"
        .formatted(skew.abs().toMillis(), skew.isNegative() ? "behind" : "ahead");
  }

  private Map<NodeId, Phase> living() {
    return members.living(clock.instant()).stream()
        .map(Member::heartbeat)
        .collect(Collectors.toMap(Heartbeat::node, Heartbeat::phase));
  }
}
