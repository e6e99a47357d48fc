package lab.app;

import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Looks at a node's files, and has them read again when they have changed. One event loop. */
final class Watching {
  private static final long LOOK_MILLIS = 300;

  /** How often it is tried again where another node was about to bring something too. */
  private static final int TRIES = 5;

  private final Vertx vertx;
  private final ConfigSource source;
  private final Installed installed;
  private final Reloading reloading;
  private final Settling settling;
  private boolean looking;

  Watching(Vertx vertx, ConfigSource source, Installed installed, Reloading reloading) {
    this.vertx = vertx;
    this.source = source;
    this.installed = installed;
    this.reloading = reloading;
    this.settling = new Settling(source.look());
  }

  void start() {
    long unused = vertx.setPeriodic(LOOK_MILLIS, tick -> look());
  }

  private void look() {
    if (looking) {
      return;
    }
    looking = true;
    var included = installed.now().content().files().keySet();
    var unused =
        vertx
            .executeBlocking(() -> source.folder().look(included))
            .onComplete(
                (seen, broken) -> {
                  looking = false;
                  if (seen != null && settling.isDue(seen, Instant.now())) {
                    reload(TRIES);
                  }
                });
  }

  private void reload(int tries) {
    var unused =
        reloading
            .reload("files", "the files changed")
            .onSuccess(
                outcome -> {
                  if (outcome instanceof Outcome.Refused refused
                      && refused.passing()
                      && tries > 1) {
                    // By chance, so that two that are in each other's way do not meet again.
                    long later = ThreadLocalRandom.current().nextLong(100, 1_000);
                    vertx
                        .timer(later, TimeUnit.MILLISECONDS)
                        .onSuccess(passed -> reload(tries - 1));
                  }
                });
  }
}
