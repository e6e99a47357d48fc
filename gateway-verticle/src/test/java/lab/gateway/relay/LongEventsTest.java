package lab.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import lab.gateway.call.OffLoop;
import org.junit.jupiter.api.Test;

/** Events that are too long for the event loop, and what comes while a worker reads them. */
class LongEventsTest extends WithRelay {
  private static final String LONG =
      chunk("{\"content\":\"" + "x".repeat(1024 * 1024) + "\"}", "null");

  /** Has that worker work until it is counted down. */
  private CountDownLatch busyWorker() throws Exception {
    CountDownLatch free = new CountDownLatch(1);
    call.run(() -> beside(() -> awaited(free), done -> {}));
    return free;
  }

  /** Behind all that was given to that worker before, and so behind what came of it on the loop. */
  private void workerIsThrough() throws Exception {
    CountDownLatch through = new CountDownLatch(1);
    call.run(() -> beside(() -> true, done -> through.countDown()));
    assertThat(awaited(through)).isTrue();
  }

  private void beside(Supplier<Boolean> work, Consumer<Boolean> done) {
    new OffLoop(call.vertx())
        .run(LONG.length(), OneCall.BUDGET.share(), work, done, bug -> done.accept(false));
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  @Test
  void whatComesWhileALongEventIsReadWaitsForIt() throws Exception {
    // Given
    CountDownLatch free = busyWorker();

    // When
    call.run(() -> feed.push(ROLE + LONG));
    call.run(() -> feed.push(HELLO));
    call.run(() -> feed.push(STOP + DONE));

    // Then
    assertThat(feed.paused()).isTrue();
    assertThat(noted.told()).isEmpty();
    free.countDown();
    assertThat(call.got())
        .containsSubsequence(ROLE.strip(), LONG.strip(), HELLO.strip(), STOP.strip(), "[DONE]");
    assertThat(call.onLoop(noted::told)).containsSubsequence("content", "succeeded with 0");
    assertThat(call.onLoop(feed::paused)).isFalse();
  }

  @Test
  void oneThatBreaksBehindItsEndMarkIsComplete() throws Exception {
    // Given
    CountDownLatch free = busyWorker();

    // When
    call.run(() -> feed.push(ROLE + LONG + STOP + DONE));
    call.run(feed::breakOff);
    free.countDown();
    workerIsThrough();

    // Then
    assertThat(call.onLoop(noted::told)).containsExactly("content", "succeeded with 0");
  }

  @Test
  void oneThatBreaksBehindALongEventSaysSoAfterIt() throws Exception {
    // Given
    CountDownLatch free = busyWorker();

    // When
    call.run(() -> feed.push(ROLE + LONG));
    call.run(feed::breakOff);
    free.countDown();
    workerIsThrough();

    // Then
    assertThat(call.onLoop(noted::told)).startsWith("content").endsWith("SERVER after content");
  }

  @Test
  void aLongEventThatIsReadWhenItIsStoppedGoesNowhere() throws Exception {
    // Given
    CountDownLatch free = busyWorker();
    call.run(() -> feed.push(ROLE + LONG));

    // When
    call.run(relay::stop);
    assertThat(feed.paused()).isFalse();
    free.countDown();
    workerIsThrough();

    // Then
    assertThat(call.onLoop(noted::told)).isEmpty();
    assertThat(call.answering()).isFalse();
  }
}
