package lab.app;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Function;
import lab.contract.Heartbeat.Phase;
import org.jspecify.annotations.Nullable;

/** The end of a node, which begins once. Any thread. */
final class Stopping {
  private final Vertx vertx;
  private final Heart heart;
  private final Function<Duration, Future<Void>> finish;
  private volatile boolean begun;
  private @Nullable Future<Void> stopped;

  /**
   * @param heart tells the others
   * @param finish takes nothing any more, lets what runs go on for no longer than this, and ends
   */
  Stopping(Vertx vertx, Heart heart, Function<Duration, Future<Void>> finish) {
    this.vertx = vertx;
    this.heart = heart;
    this.finish = finish;
  }

  boolean begun() {
    return begun;
  }

  /** As {@link Node#stop}. */
  synchronized Future<Void> stop(Duration delay, Duration longest) {
    Future<Void> already = stopped;
    if (already != null) {
      return already;
    }
    begun = true;
    heart.enter(Phase.LEAVING);
    stopped = drained(delay).compose(waited -> finish.apply(longest));
    return stopped;
  }

  /** Belongs to no event loop: whoever waits for the end would wait on a loop that is gone. */
  private Future<Void> drained(Duration delay) {
    Promise<Void> over = Promise.promise();
    if (delay.isZero()) {
      over.complete();
    } else {
      long unused = vertx.setTimer(delay.toMillis(), passed -> over.complete());
    }
    return over.future();
  }
}
