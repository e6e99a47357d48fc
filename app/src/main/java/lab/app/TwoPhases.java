package lab.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lab.contract.Heartbeat;
import lab.contract.Heartbeat.Phase;
import lab.contract.NodeId;
import lab.contract.Reload;
import lab.contract.Reload.Verdict;
import lab.contract.bus.Bus;
import lab.contract.members.Members;
import lab.contract.members.Members.Member;
import org.jspecify.annotations.Nullable;

/**
 * Brings a configuration into force on all nodes in one step: each is asked whether it could, and
 * one no is enough that nothing changes anywhere. Who does not answer counts as away, and takes it
 * when it is back. Belongs to one event loop.
 */
final class TwoPhases {
  /** How long a node that said yes waits to be told what became of it. */
  static final Duration LONGEST_PENDING = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final Bus bus;
  private final Members members;
  private final Maker maker;
  private final Installed installed;
  private Made.@Nullable Good pending;
  private Instant pendingSince = Instant.MIN;

  TwoPhases(Vertx vertx, Bus bus, Members members, Maker maker, Installed installed) {
    this.vertx = vertx;
    this.bus = bus;
    this.members = members;
    this.maker = maker;
    this.installed = installed;
  }

  /** Brings these files and statuses. */
  Future<Outcome> bring(
      Map<String, String> files, Map<String, String> statuses, String who, String why) {
    Reload.Content content =
        new Reload.Content(
            highestEpoch() + 1, installed.moment(), bus.node(), who, why, files, statuses);
    return made(content)
        .compose(
            made ->
                switch (made) {
                  case Made.Good good -> ask(good);
                  case Made.Bad(Outcome.Refused because) -> refused(because);
                });
  }

  /** Makes ready for a configuration, on a worker. */
  Future<Made> made(Reload.Content content) {
    return vertx.executeBlocking(() -> maker.make(content)).compose(Future::succeededFuture);
  }

  private long highestEpoch() {
    long highest = installed.now().content().epoch();
    for (Member member : members.living(installed.moment())) {
      highest = Math.max(highest, member.heartbeat().epoch());
    }
    return highest;
  }

  private Future<Outcome> refused(Outcome.Refused because) {
    installed.refused(because);
    return Future.succeededFuture(because);
  }

  private Future<Outcome> ask(Made.Good mine) {
    Reload.Content now = installed.now().content();
    if (isSame(now, mine.content())) {
      // Another node brought it meanwhile: it has seen the same change of files.
      return Future.succeededFuture(new Outcome.Unchanged(now));
    }
    Made.Good others = pending();
    if (others != null) {
      return Future.succeededFuture(busy(others));
    }
    pend(mine);
    return bus.askAll(others(), Reload.PREPARE, new Reload.Prepare(mine.content()))
        .compose(answers -> asked(mine, answers));
  }

  private List<NodeId> others() {
    return members.living(installed.moment()).stream()
        .map(Member::heartbeat)
        .filter(one -> one.phase() == Phase.SERVING && !one.node().equals(bus.node()))
        .map(Heartbeat::node)
        .toList();
  }

  private Future<Outcome> asked(Made.Good mine, Map<NodeId, Future<Verdict>> answers) {
    List<NodeId> ready = new ArrayList<>();
    List<NodeId> away = new ArrayList<>();
    Outcome.Refused no = null;
    for (Map.Entry<NodeId, Future<Verdict>> answer : answers.entrySet()) {
      if (answer.getValue().failed()) {
        away.add(answer.getKey());
      } else if (answer.getValue().result().yes()) {
        ready.add(answer.getKey());
      } else {
        String because = answer.getValue().result().because();
        no = new Outcome.Refused("node " + answer.getKey() + ": " + because, List.of(), true);
      }
    }
    Reload.Commit commit =
        new Reload.Commit(mine.content().epoch(), FilesDigest.of(mine.content()), no == null);
    if (no != null) {
      pending = null;
      var unused = bus.askAll(ready, Reload.COMMIT, commit);
      return refused(no);
    }
    // Another node may have brought just the same to this one while it was asked.
    boolean there = installed.now().is(mine.content().epoch(), FilesDigest.of(mine.content()));
    return (there ? Future.<Void>succeededFuture() : change(mine))
        .compose(done -> bus.askAll(ready, Reload.COMMIT, commit))
        .map(done -> activated(mine, done, away));
  }

  private Outcome activated(Made.Good mine, Map<NodeId, Future<Verdict>> done, List<NodeId> away) {
    List<NodeId> missing = new ArrayList<>(away);
    done.forEach(
        (node, answer) -> {
          if (answer.failed() || !answer.result().yes()) {
            missing.add(node);
          }
        });
    return new Outcome.Activated(mine.content(), missing, installed.now().needsRestart());
  }

  private Future<Void> change(Made.Good made) {
    pending = null;
    return installed.change(made);
  }

  /** Another node asks whether this one could go by that. */
  Future<Verdict> prepare(Reload.Prepare asked) {
    Reload.Content content = asked.content();
    if (content.epoch() <= installed.now().epoch()) {
      return no("epoch " + installed.now().epoch() + " is in force here already");
    }
    return made(content)
        .compose(
            made ->
                switch (made) {
                  case Made.Good good -> agreed(good);
                  case Made.Bad(Outcome.Refused because) -> no(because.because());
                });
  }

  private Future<Verdict> agreed(Made.Good good) {
    Made.Good other = pending();
    if (other != null && !other.is(good.content().epoch(), FilesDigest.of(good.content()))) {
      return no(busy(other).because());
    }
    if (other == null) {
      pend(good);
    }
    return Future.succeededFuture(new Verdict(true, ""));
  }

  private static Future<Verdict> no(String because) {
    return Future.succeededFuture(new Verdict(false, because));
  }

  /** The node that asked says what came of it. */
  Future<Verdict> commit(Reload.Commit told) {
    Made.Good prepared = pending();
    if (prepared != null && prepared.is(told.epoch(), told.hash())) {
      if (told.go()) {
        return change(prepared).map(done -> new Verdict(true, ""));
      }
      pending = null;
      return Future.succeededFuture(new Verdict(true, ""));
    }
    InForce now = installed.now();
    return now.is(told.epoch(), told.hash())
        ? Future.succeededFuture(new Verdict(true, ""))
        : no("epoch " + told.epoch() + " was not prepared here");
  }

  /** Whether somebody is about to bring this one here. */
  boolean isComing(long epoch, String hash) {
    Made.Good prepared = pending();
    return prepared != null && prepared.is(epoch, hash);
  }

  private void pend(Made.Good good) {
    pending = good;
    pendingSince = installed.moment();
  }

  private Made.@Nullable Good pending() {
    return installed.moment().isBefore(pendingSince.plus(LONGEST_PENDING)) ? pending : null;
  }

  private static boolean isSame(Reload.Content one, Reload.Content other) {
    return one.files().equals(other.files()) && one.statuses().equals(other.statuses());
  }

  private static Outcome.Refused busy(Made.Good other) {
    return new Outcome.Refused(
        "node " + other.content().by() + " is about to bring another configuration; try again",
        List.of(),
        true);
  }
}
