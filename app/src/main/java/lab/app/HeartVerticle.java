package lab.app;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import lab.contract.Heartbeat;
import lab.contract.Heartbeat.Phase;
import lab.contract.Role;
import lab.contract.bus.Bus;
import lab.contract.members.Members;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The heart of a node: tells all others once a second that it lives, and at once when its phase
 * changes; and hears theirs. Deployed once per node, before everything that asks who lives.
 */
final class HeartVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(HeartVerticle.class);
  private static final Duration BEAT = Duration.ofSeconds(1);

  private final Bus bus;
  private final Heartbeat first;
  private final Members members;
  private Phase phase;

  /**
   * @param first the heartbeat that its members began with
   * @param members of this node; nobody else writes to it
   */
  HeartVerticle(Bus bus, Heartbeat first, Members members) {
    this.bus = bus;
    this.first = first;
    this.members = members;
    this.phase = first.phase();
  }

  @Override
  public Future<?> start() {
    long unused = vertx.setPeriodic(0, BEAT.toMillis(), tick -> beat());
    return bus.hear(Heartbeat.LINE, Role.HEALTH, this::heard);
  }

  /** Tells all, this node's own parts first, where it is now. May be called from any thread. */
  synchronized void enter(Phase next) {
    phase = next;
    beat();
  }

  private synchronized void beat() {
    Instant now = Instant.now();
    Heartbeat beat =
        new Heartbeat(first.node(), first.roles(), first.version(), first.since(), now, phase);
    members.heard(beat, now);
    bus.tell(Heartbeat.LINE, beat);
  }

  /** What comes back of its own is older than what it knows of itself. */
  private void heard(Heartbeat beat) {
    if (!beat.node().equals(first.node())) {
      members.heard(beat, Instant.now());
    } else if (!beat.since().equals(first.since())) {
      LOG.atWarn()
          .addKeyValue("node", beat.node())
          .log("another node has the name of this one; give each its own --node");
    }
  }
}
