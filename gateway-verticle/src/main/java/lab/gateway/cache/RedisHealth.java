package lab.gateway.cache;

import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import lab.gateway.cache.Stores.State;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a Redis was found to be, by those who asked it. One line of the log tells of each change,
 * whatever many of them find at the same time. Any thread.
 */
final class RedisHealth {
  private static final Logger LOG = LoggerFactory.getLogger(RedisHealth.class);
  private static final String SILENCE = "it does not answer in time";

  private final Function<Throwable, Future<Throwable>> explained;
  private final AtomicReference<State> state = new AtomicReference<>(State.HEALTHY);

  /** Why the last look-up failed; null once one was answered, and before its time has run out. */
  private volatile @Nullable Throwable failure;

  /** Why it is away, as the log has it. That it is back is told after it. */
  private volatile Future<String> told = Future.succeededFuture("");

  /**
   * One that is taken to be well.
   *
   * @param explained what is behind a failure, which may take a while to find out
   */
  RedisHealth(Function<Throwable, Future<Throwable>> explained) {
    this.explained = explained;
  }

  /** Whether it answers and takes nothing new. */
  boolean refusesWrites() {
    return state.get() == State.READ_ONLY;
  }

  /** A look-up has its answer. */
  void answered() {
    failure = null;
  }

  /** A look-up has failed otherwise than by its time limit. */
  void failed(Throwable cause) {
    failure = cause;
  }

  /** Nobody asks it for a while. */
  void away() {
    if (state.getAndSet(State.AWAY) != State.AWAY) {
      Throwable cause = failure;
      told =
          cause == null
              ? Future.succeededFuture(SILENCE)
              : explained.apply(cause).map(RedisHealth::because);
      told.onSuccess(
          because ->
              LOG.atWarn()
                  .addKeyValue("because", because)
                  .log("redis is away; answers are kept without it"));
    }
  }

  /** It was asked again, and has answered. */
  void back() {
    if (state.compareAndSet(State.AWAY, State.HEALTHY)) {
      told.onSuccess(before -> LOG.atInfo().log("redis is back"));
    }
  }

  /** It has taken an answer. */
  void kept() {
    if (state.compareAndSet(State.READ_ONLY, State.HEALTHY)) {
      LOG.atInfo().log("redis keeps answers again");
    }
  }

  /**
   * It has not taken an answer. That is a state of its own only where it says so itself, and to
   * those whom it answers: who is refused altogether finds it away.
   */
  void notKept(Throwable cause) {
    boolean refused = cause instanceof Response && failure == null;
    if (refused && state.compareAndSet(State.HEALTHY, State.READ_ONLY)) {
      LOG.atWarn().addKeyValue("because", because(cause)).log("redis keeps no answers");
    }
  }

  /** What it says, and what is behind it, as where TLS is the reason. */
  private static String because(Throwable cause) {
    Throwable last = cause;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    String said = said(cause);
    String behind = said(last);
    return said.contains(behind) ? said : said + ": " + behind;
  }

  private static String said(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.toString() : message;
  }
}
