package lab.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import lab.contract.Heartbeat;
import lab.contract.Heartbeat.Phase;
import lab.contract.NodeId;
import lab.contract.Reload;
import lab.contract.bus.Bus;
import lab.contract.members.Members;
import lab.contract.members.Members.Member;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what the cluster goes by where this node missed it: when it joins, and when a heartbeat
 * tells of something newer. The higher epoch counts, and of two with the same number, which a
 * cluster in two parts can have, the one with the higher hash. Belongs to one event loop.
 */
final class CatchUp {
  /** Until then a node that heard of something newer is ready; it has it long before. */
  static final Duration GRACE = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);
  private static final Duration LONGEST_JOIN = Duration.ofSeconds(2);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
  private static final Comparator<Heartbeat> NEWEST =
      Comparator.comparingLong(Heartbeat::epoch).thenComparing(Heartbeat::active);

  private final Vertx vertx;
  private final Bus bus;
  private final Members members;
  private final Installed installed;
  private final TwoPhases phases;
  private boolean fetching;

  /** What could not be used here; it is not asked for again. */
  private String unusable = "";

  /** Since when something newer is known of, or null where nothing is. */
  private volatile @Nullable Instant behindSince;

  CatchUp(Vertx vertx, Bus bus, Members members, Installed installed, TwoPhases phases) {
    this.vertx = vertx;
    this.bus = bus;
    this.members = members;
    this.installed = installed;
    this.phases = phases;
  }

  /**
   * Whether the cluster goes by something newer, for longer than it takes to get it. Any thread.
   */
  boolean isBehind() {
    Instant since = behindSince;
    return since != null && installed.moment().isAfter(since.plus(GRACE));
  }

  /**
   * Before the node serves: what the cluster goes by beats its own files.
   *
   * @param listed the nodes that the cluster manager lists
   */
  Future<Void> join(Supplier<Set<NodeId>> listed) {
    return heardAll(listed, installed.moment().plus(LONGEST_JOIN))
        .compose(heard -> newest().map(this::adopt).orElseGet(this::stand));
  }

  private Future<Void> heardAll(Supplier<Set<NodeId>> listed, Instant deadline) {
    Set<NodeId> missing = new HashSet<>(listed.get());
    missing.remove(bus.node());
    members.living(installed.moment()).forEach(one -> missing.remove(one.heartbeat().node()));
    return missing.isEmpty() || !installed.moment().isBefore(deadline)
        ? Future.succeededFuture()
        : vertx
            .timer(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)
            .compose(later -> heardAll(listed, deadline));
  }

  private Optional<Heartbeat> newest() {
    return members.living(installed.moment()).stream()
        .map(Member::heartbeat)
        .filter(one -> one.phase() == Phase.SERVING && one.epoch() > 0)
        .filter(one -> !one.node().equals(bus.node()))
        .max(NEWEST);
  }

  private Future<Void> adopt(Heartbeat beat) {
    return take(beat.node())
        .onSuccess(
            taken -> {
              if (installed.now().isDiverged()) {
                LOG.atWarn()
                    .addKeyValue("node", beat.node())
                    .log("this node's files are not what the cluster goes by; it goes by that");
              }
            })
        .recover(
            failed -> {
              LOG.atWarn()
                  .addKeyValue("node", beat.node())
                  .addKeyValue("because", failed.getMessage())
                  .log("what the cluster goes by could not be taken; this node goes by its files");
              return stand();
            });
  }

  /** Nobody else serves: its own files count. */
  private Future<Void> stand() {
    Reload.Content own = installed.now().content();
    return installed.isCluster(own.epoch() > 0 ? own : numbered(own, installed.lastEpoch() + 1));
  }

  private static Reload.Content numbered(Reload.Content own, long epoch) {
    return new Reload.Content(
        epoch, own.at(), own.by(), own.who(), own.why(), own.files(), own.statuses());
  }

  /** A node tells what it goes by. */
  void heard(Heartbeat beat) {
    if (beat.node().equals(bus.node())) {
      if (newest().filter(this::isNewer).isEmpty()) {
        behindSince = null;
      }
    } else if (installed.now().joined() && beat.phase() == Phase.SERVING && isNewer(beat)) {
      behind(beat);
    }
  }

  private boolean isNewer(Heartbeat beat) {
    InForce now = installed.now();
    return beat.epoch() > now.epoch()
        || (beat.epoch() == now.epoch()
            && beat.epoch() > 0
            && beat.active().compareTo(now.hash()) > 0);
  }

  private void behind(Heartbeat beat) {
    Instant now = installed.moment();
    Instant since = behindSince;
    if (since == null) {
      since = now;
      behindSince = now;
    }
    boolean isComing =
        phases.isComing(beat.epoch(), beat.active()) && now.isBefore(since.plus(GRACE));
    if (fetching || isComing || unusable.equals(beat.active())) {
      return;
    }
    fetching = true;
    take(beat.node())
        .onFailure(
            failed ->
                LOG.atWarn()
                    .addKeyValue("node", beat.node())
                    .addKeyValue("because", failed.getMessage())
                    .log("what the cluster goes by could not be taken"))
        .onComplete(
            done -> {
              fetching = false;
              if (newest().filter(this::isNewer).isEmpty()) {
                behindSince = null;
              }
            });
  }

  private Future<Void> take(NodeId from) {
    return bus.askAt(from, Reload.FETCH, new Reload.Fetch(bus.node()))
        .compose(phases::made)
        .compose(
            made ->
                switch (made) {
                  case Made.Good good -> installed.change(good);
                  case Made.Bad(Outcome.Refused because) -> unusable(because);
                });
  }

  private Future<Void> unusable(Outcome.Refused because) {
    installed.refused(because);
    newest().ifPresent(beat -> unusable = beat.active());
    return Future.failedFuture(because.because());
  }
}
