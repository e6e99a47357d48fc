package lab.gateway.upstream;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * A limit for what another side does, counted in turns of the event loop. While a loop is held up
 * by other work it hears nobody, and a timer that is due by then comes before what has long been
 * there to be read: the other side would be blamed for a delay of our own.
 */
final class LoopPatience<T> {
  /** So many turns of the loop pass at least, in each of which it reads what has come. */
  private static final int TURNS = 4;

  private final Vertx vertx;
  private final Promise<T> told = Promise.promise();
  private final long turnMillis;
  private int left = TURNS;
  private long timer;

  private LoopPatience(Vertx vertx, Duration patience) {
    this.vertx = vertx;
    this.turnMillis = Math.max(1, (patience.toMillis() + TURNS - 1) / TURNS);
  }

  /**
   * Waits for something within a limit. On its loop only.
   *
   * @param vertx of the loop
   * @param patience how long it may take where the loop is not held up
   * @return fails with a {@link TimeoutException} where it takes longer
   */
  static <T> Future<T> with(Vertx vertx, Future<T> awaited, Duration patience) {
    LoopPatience<T> limit = new LoopPatience<>(vertx, patience);
    limit.nextTurn();
    return limit.of(awaited);
  }

  private void nextTurn() {
    timer = vertx.setTimer(turnMillis, id -> passed());
  }

  private void passed() {
    left--;
    if (left > 0) {
      nextTurn();
    } else {
      boolean unused = told.tryFail(new TimeoutException("it took too long"));
    }
  }

  private Future<T> of(Future<T> awaited) {
    awaited.onComplete(
        ended -> {
          boolean unusedTimer = vertx.cancelTimer(timer);
          boolean unused =
              ended.succeeded() ? told.tryComplete(ended.result()) : told.tryFail(ended.cause());
        });
    return told.future();
  }
}
