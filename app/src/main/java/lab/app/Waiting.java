package lab.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps the process alive until it is told to stop, and then lets running answers finish. */
final class Waiting {
  /** Longer than this nobody waits for a process to go. */
  private static final int LONGEST_STOP_SECONDS = 30;

  /** What is left of it is for everything else to end. */
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(25);

  private final Node node;
  private final CountDownLatch stopped = new CountDownLatch(1);

  Waiting(Node node) {
    this.node = node;
  }

  void untilStopped() throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "lab-stop"));
    stopped.await();
  }

  private void stop() {
    try {
      node.stop(LONGEST_ANSWER).await(LONGEST_STOP_SECONDS, TimeUnit.SECONDS);
    } catch (Exception late) {
      System.err.println("lab: stopped with answers still running (" + late.getMessage() + ")");
    } finally {
      stopped.countDown();
    }
  }
}
