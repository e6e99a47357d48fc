package lab.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import lab.config.Configuration;
import lab.config.Settings;
import lab.contract.Reload;
import lab.contract.bus.Bus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is in force on this node, and how it came to be: the one who changes it, keeps it in the
 * history, and tells of it. Changed by one event loop; {@link #now} may be asked on any thread.
 */
final class Installed {
  private static final Logger LOG = LoggerFactory.getLogger(Installed.class);

  private final Vertx vertx;
  private final Bus bus;
  private final Active active;
  private final ConfigSource source;
  private final Settings atStart;
  private final Heart heart;
  private final InstantSource clock;
  private volatile InForce now;

  /** What the node was started with is in force, and it is not the cluster's yet. */
  Installed(
      Vertx vertx, Bus bus, Active active, ConfigSource source, Heart heart, InstantSource clock) {
    this.vertx = vertx;
    this.bus = bus;
    this.active = active;
    this.source = source;
    this.atStart = active.configuration().settings();
    this.heart = heart;
    this.clock = clock;
    Reload.Content started = source.started();
    this.now = new InForce(started, false, started.files(), List.of(), null);
    tell();
  }

  InForce now() {
    return now;
  }

  Configuration configuration() {
    return active.configuration();
  }

  /** Another one comes into force. */
  Future<Void> change(Made.Good made) {
    return vertx
        .executeBlocking(
            () -> {
              active.change(made.bundle());
              keep(made.content());
              return NeedsRestart.between(atStart, made.bundle().configuration().settings());
            })
        .onSuccess(restart -> changed(made.content(), restart))
        .mapEmpty();
  }

  private void changed(Reload.Content content, List<String> restart) {
    now = now.with(content, restart);
    tell();
    LOG.atInfo().addKeyValue("because", content.why()).log("another configuration is in force");
    if (!restart.isEmpty()) {
      LOG.atWarn()
          .addKeyValue("field", restart)
          .log("some new settings count from the next start only");
    }
    bus.tell(Reload.TRIED, new Reload.Tried(true, 0));
  }

  /** The cluster's is the same as what this node was started with, or there is no other. */
  Future<Void> isCluster(Reload.Content content) {
    return vertx
        .executeBlocking(
            () -> {
              keep(content);
              return content;
            })
        .onSuccess(
            kept -> {
              now = now.with(content, List.of());
              tell();
            })
        .mapEmpty();
  }

  private void keep(Reload.Content content) {
    History history = source.history();
    try {
      if (history != null
          && history.latest().filter(last -> last.content().equals(content)).isEmpty()) {
        var unused = history.add(content);
      }
    } catch (IOException full) {
      LOG.atWarn()
          .addKeyValue("because", full.toString())
          .log("what is in force could not be kept in the history");
    }
  }

  /** The node's own files, as they were read just now. */
  void localIs(Map<String, String> texts) {
    now = now.withLocal(texts);
    tell();
  }

  /** What was wrong has been put right. */
  void isFine() {
    now = now.refused(null);
  }

  /** Something was brought that can not be used; nothing changes. */
  void refused(Outcome.Refused why) {
    now = now.refused(new InForce.Failure(clock.instant(), why.because(), why.findings()));
    // One that may be taken at the next try is no mistake of anybody's.
    (why.passing() ? LOG.atWarn() : LOG.atError())
        .addKeyValue("because", why.because())
        .log("a configuration was refused; the one in force stays");
    bus.tell(Reload.TRIED, new Reload.Tried(false, why.findings().size()));
  }

  private void tell() {
    InForce told = now;
    heart.goesBy(told.local(), told.epoch(), told.hash());
  }

  /** The number of what was in force before this node started, or 0. */
  long lastEpoch() {
    return source.lastEpoch();
  }

  /** A moment by this node's clock. */
  Instant moment() {
    return clock.instant();
  }
}
