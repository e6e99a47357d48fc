package lab.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps the process alive until it is told to stop, and then lets running answers finish. */
final class Waiting {
  /** For everything but running answers to end. */
  private static final Duration REST = Duration.ofSeconds(5);

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
    Duration answers = node.options().configuration().settings().limits().shutdownTimeout();
    try {
      node.stop(answers).await(answers.plus(REST).toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception late) {
      System.err.println("lab: stopped with answers still running (" + late.getMessage() + ")");
    } finally {
      stopped.countDown();
    }
  }
}
