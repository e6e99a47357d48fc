package lab.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps the process alive until it is told to stop, and then lets running answers finish. Told a
 * second time, it ends at once.
 */
final class Waiting {
  /** For everything but running answers to end. */
  private static final Duration REST = Duration.ofSeconds(5);

  /** What a process that a signal ended says by custom: 128 and the signal's number. */
  private static final int ENDED_BY_INT = 130;

  private static final int ENDED_BY_TERM = 143;

  private final Node node;
  private final Duration drainDelay;
  private final AtomicBoolean told = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * @param drainDelay how long it takes requests after SIGTERM; SIGINT comes from a person, for
   *     whom no balancer has to see anything
   */
  Waiting(Node node, Duration drainDelay) {
    this.node = node;
    this.drainDelay = drainDelay;
  }

  void untilStopped() throws InterruptedException {
    boolean hears = Signals.on("TERM", () -> told(drainDelay, ENDED_BY_TERM));
    Reloading reloading = node.reloading();
    if (reloading != null) {
      var ignored = Signals.on("HUP", () -> hup(reloading));
    }
    // Not heard where the process was started to ignore it, as shells do in the background.
    boolean unused = Signals.on("INT", () -> told(Duration.ZERO, ENDED_BY_INT));
    if (!hears) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(drainDelay), "lab-stop"));
    }
    stopped.await();
  }

  /** What comes of it is in the log, for nobody waits for an answer. */
  private static void hup(Reloading reloading) {
    var unused = reloading.reload("signal", "SIGHUP");
  }

  private void told(Duration delay, int status) {
    if (told.compareAndSet(false, true)) {
      stop(delay);
    } else {
      Runtime.getRuntime().halt(status);
    }
  }

  private void stop(Duration delay) {
    Duration answers = node.active().configuration().settings().limits().shutdownTimeout();
    Duration longest = delay.plus(answers).plus(REST);
    try {
      var unused = node.stop(delay, answers).await(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception late) {
      System.err.println("lab: stopped with answers still running (" + late.getMessage() + ")");
    } finally {
      stopped.countDown();
    }
  }
}
