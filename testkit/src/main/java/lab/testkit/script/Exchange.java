package lab.testkit.script;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** One request and what became of it, for a test to look at. */
public final class Exchange {
  private final Vertx vertx;
  private final Received request;
  private final Promise<Departure> peerLeft = Promise.promise();
  private final Promise<Void> replied = Promise.promise();
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicInteger full = new AtomicInteger();

  Exchange(Vertx vertx, Received request) {
    this.vertx = vertx;
    this.request = request;
  }

  public Received request() {
    return request;
  }

  /**
   * Completes when the peer closes or resets the connection of this request, during its reply or
   * later; fails if this side closes first. Not seen while reading is stopped.
   */
  public Future<Departure> peerLeft() {
    return peerLeft.future();
  }

  /** Completes when the whole script of the reply was played; fails if the peer left before. */
  public Future<Void> replied() {
    return replied.future();
  }

  /** Bytes of the reply that the socket has taken so far, its head and framing included. */
  public long bytesAccepted() {
    return accepted.get();
  }

  /** How often the write queue was full: the peer did not read as fast as this side wrote. */
  public int timesFull() {
    return full.get();
  }

  /** Completes with {@link #bytesAccepted} once the socket has taken nothing for this long. */
  public Future<Long> stalled(Duration quiet) {
    Promise<Long> stalled = Promise.promise();
    watch(quiet, accepted.get(), stalled);
    return stalled.future();
  }

  private void watch(Duration quiet, long before, Promise<Long> stalled) {
    vertx.setTimer(
        quiet.toMillis(),
        fired -> {
          long now = accepted.get();
          if (now == before) {
            stalled.complete(now);
          } else {
            watch(quiet, now, stalled);
          }
        });
  }

  void accepted(int bytes) {
    accepted.addAndGet(bytes);
  }

  void queueFull() {
    full.incrementAndGet();
  }

  Promise<Departure> peerLeaving() {
    return peerLeft;
  }

  Promise<Void> replying() {
    return replied;
  }
}
