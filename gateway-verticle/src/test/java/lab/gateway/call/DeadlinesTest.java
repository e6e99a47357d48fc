package lab.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import lab.gateway.call.Deadlines.Limit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    var unused = vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void limitsRunOutInTheOrderOfTheirTimesWhicheverWasSetFirst() throws Exception {
    // When
    List<Limit> told =
        firstTwo(
            deadlines -> {
              deadlines.in(Limit.WHOLE, Duration.ofSeconds(1));
              deadlines.in(Limit.ATTEMPT, Duration.ofMillis(30));
            });

    // Then
    assertThat(told).containsExactly(Limit.ATTEMPT, Limit.WHOLE);
  }

  @Test
  void soTheyDoWhereTheLoopWasHeldUpUntilAllHadPassed() throws Exception {
    // When
    List<Limit> told =
        firstTwo(
            deadlines -> {
              deadlines.in(Limit.WHOLE, Duration.ofMinutes(2));
              deadlines.in(Limit.ATTEMPT, Duration.ofMinutes(1));
              deadlines.passed(System.nanoTime() + Duration.ofMinutes(3).toNanos());
            });

    // Then
    assertThat(told).containsExactly(Limit.ATTEMPT, Limit.WHOLE);
  }

  @Test
  void aLimitThatIsMovedOnWithEveryEventRunsOutOnlyAfterTheLast() throws Exception {
    // Given
    Promise<Long> ranOut = Promise.promise();
    long started = System.nanoTime();

    // When
    vertx.runOnContext(
        start -> {
          Deadlines deadlines =
              new Deadlines(
                  new LoopTimer(vertx), limit -> ranOut.complete(System.nanoTime() - started));
          deadlines.in(Limit.IDLE, Duration.ofMillis(60));
          long unused =
              vertx.setTimer(40, later -> deadlines.in(Limit.IDLE, Duration.ofMillis(60)));
        });

    // Then
    assertThat(Duration.ofNanos(ranOut.future().await(10, TimeUnit.SECONDS)))
        .isGreaterThanOrEqualTo(Duration.ofMillis(100));
  }

  @Test
  void aLimitThatIsNearerThanOneThatWasSwitchedOffRunsOutInItsOwnTime() throws Exception {
    // When
    List<Limit> told =
        firstTwo(
            deadlines -> {
              deadlines.in(Limit.BODY, Duration.ofMinutes(1));
              deadlines.off(Limit.BODY);
              deadlines.in(Limit.WHOLE, Duration.ofSeconds(1));
              deadlines.in(Limit.KEEP_ALIVE, Duration.ofMillis(30));
              deadlines.in(Limit.ATTEMPT, Duration.ofMinutes(2));
            });

    // Then
    assertThat(told).containsExactly(Limit.KEEP_ALIVE, Limit.WHOLE);
  }

  @Test
  void whatIsSwitchedOffOrClosedNeverRunsOut() throws Exception {
    // Given
    List<Limit> order = new ArrayList<>();
    Promise<List<Limit>> last = Promise.promise();

    // When
    vertx.runOnContext(
        start -> {
          Deadlines closed = new Deadlines(new LoopTimer(vertx), order::add);
          closed.in(Limit.WHOLE, Duration.ofMillis(20));
          closed.close();
          Deadlines deadlines =
              new Deadlines(
                  new LoopTimer(vertx),
                  limit -> {
                    order.add(limit);
                    last.complete(order);
                  });
          deadlines.in(Limit.IDLE, Duration.ofMillis(20));
          deadlines.off(Limit.IDLE);
          deadlines.in(Limit.STREAM, Duration.ofMillis(80));
        });

    // Then
    assertThat(last.future().await(10, TimeUnit.SECONDS)).containsExactly(Limit.STREAM);
  }

  @Test
  void oneTimerLooksAfterManyAndForgetsThoseThatEnd() throws Exception {
    // Given
    List<Limit> order = new ArrayList<>();
    Promise<List<Limit>> both = Promise.promise();

    // When: the one in the middle ends, and the first to run out ends another that is due with it
    vertx.runOnContext(
        start -> {
          LoopTimer timer = new LoopTimer(vertx);
          Deadlines late = new Deadlines(timer, limit -> note(limit, order, both));
          Deadlines ended = new Deadlines(timer, limit -> order.add(limit));
          Deadlines ends = new Deadlines(timer, limit -> order.add(limit));
          Deadlines early =
              new Deadlines(
                  timer,
                  limit -> {
                    ends.close();
                    note(limit, order, both);
                  });
          late.in(Limit.WHOLE, Duration.ofMillis(90));
          ended.in(Limit.STREAM, Duration.ofMillis(30));
          ends.in(Limit.PAUSE, Duration.ofMillis(40));
          early.in(Limit.ATTEMPT, Duration.ofMillis(40));
          ended.close();
          blockUntilDue();
        });

    // Then
    assertThat(both.future().await(10, TimeUnit.SECONDS))
        .containsExactly(Limit.ATTEMPT, Limit.WHOLE);
  }

  /** So that what is due in 40 ms is seen due in one look. */
  private static void blockUntilDue() {
    long until = System.nanoTime() + Duration.ofMillis(60).toNanos();
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whatCameInTimeIsReadBeforeALimitRunsOut() throws Exception {
    Vertx one = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try (Talk first = new Talk(one);
        Talk second = new Talk(one)) {
      // Given: a loop that is held up until long after the limit, with something to be read then
      Promise<String> told = Promise.promise();
      CountDownLatch held = new CountDownLatch(1);
      CountDownLatch sent = new CountDownLatch(1);
      first.heard(
          bytes -> {
            Deadlines deadlines =
                new Deadlines(new LoopTimer(one), limit -> told.tryComplete("ran out"));
            deadlines.in(Limit.BODY, Duration.ofMillis(10));
            second.heard(more -> told.tryComplete("read"));
            held.countDown();
            awaitUninterruptibly(sent);
            blockUntilDue();
            blockUntilDue();
          });

      // When
      first.say();
      assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
      second.say();
      sent.countDown();

      // Then
      assertThat(told.future().await(10, TimeUnit.SECONDS)).isEqualTo("read");
    } finally {
      var unused = one.close().await(10, TimeUnit.SECONDS);
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      boolean unused = latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  /** Somebody who says something to an event loop. */
  private static final class Talk implements AutoCloseable {
    private final Promise<NetSocket> accepted = Promise.promise();
    private final Socket socket;
    private final NetSocket other;

    Talk(Vertx vertx) throws Exception {
      NetServer server =
          vertx
              .createNetServer()
              .connectHandler(accepted::complete)
              .listen(0, "127.0.0.1")
              .await(10, TimeUnit.SECONDS);
      socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
      other = accepted.future().await(10, TimeUnit.SECONDS);
    }

    void heard(Handler<Buffer> handler) {
      NetSocket unused = other.handler(handler);
    }

    void say() throws IOException {
      socket.getOutputStream().write('x');
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /** The limits that run out first, of those that are set on a loop. */
  private List<Limit> firstTwo(Consumer<Deadlines> set) throws Exception {
    List<Limit> order = new ArrayList<>();
    Promise<List<Limit>> both = Promise.promise();
    vertx.runOnContext(
        start ->
            set.accept(new Deadlines(new LoopTimer(vertx), limit -> note(limit, order, both))));
    return both.future().await(10, TimeUnit.SECONDS);
  }

  private static void note(Limit limit, List<Limit> order, Promise<List<Limit>> both) {
    order.add(limit);
    if (order.size() == 2) {
      both.complete(order);
    }
  }
}
