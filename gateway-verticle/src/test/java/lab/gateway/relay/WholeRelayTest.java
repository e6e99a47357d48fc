package lab.gateway.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import lab.contract.FailureKind;
import lab.contract.Usage;
import lab.dialect.Failure;
import lab.dialect.WholeAnswer;
import lab.gateway.call.OffLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WholeRelayTest {
  /** More than is read on the loop. */
  private static final String LARGE = "x".repeat(1024 * 1024);

  private final Feed feed = new Feed();
  private final Noted noted = new Noted();
  private OneCall call;

  @BeforeEach
  void start() throws Exception {
    call = OneCall.asking(false);
  }

  @AfterEach
  void close() throws Exception {
    call.close();
  }

  private WholeRelay started(Function<byte[], WholeAnswer> reader) throws Exception {
    WholeRelay relay =
        call.onLoop(
            () ->
                new WholeRelay(
                    feed,
                    reader,
                    new OffLoop(call.vertx()),
                    call.exchange(),
                    OneCall.BUDGET,
                    noted));
    call.run(relay::start);
    return relay;
  }

  private static WholeAnswer good(byte[] body) {
    return new WholeAnswer.Good(body, new Usage(3, 2));
  }

  @Test
  void anAnswerInPiecesIsReadAsOne() throws Exception {
    // Given
    WholeRelay unused = started(WholeRelayTest::good);

    // When
    call.run(() -> feed.push("{\"a\":"));
    call.run(() -> feed.push("1"));
    call.run(() -> feed.push("}"));
    assertThat(call.answering()).isFalse();
    call.run(feed::end);

    // Then
    assertThat(call.got()).contains(" 200 ", "content-length: 7").endsWith("{\"a\":1}");
    assertThat(noted.told()).containsExactly("drained", "content", "succeeded with 5");
  }

  @Test
  void anAnswerWithoutAByteIsReadToo() throws Exception {
    // Given
    WholeRelay unused =
        started(
            body ->
                new WholeAnswer.Bad(
                    Failure.of(FailureKind.OVERLOAD, "of " + body.length + " bytes")));

    // When
    call.run(feed::end);

    // Then
    assertThat(call.answering()).isFalse();
    assertThat(noted.told()).containsExactly("drained", "OVERLOAD");
  }

  @Test
  void aLargeAnswerIsReadOnAWorkerAndSentFromTheLoop() throws Exception {
    // Given
    Thread loop = call.onLoop(Thread::currentThread);
    Thread[] reader = {loop};
    WholeRelay unused =
        started(
            body -> {
              reader[0] = Thread.currentThread();
              return good(body);
            });

    // When
    call.run(() -> feed.push(LARGE));
    call.run(() -> feed.push(LARGE));
    call.run(feed::end);

    // Then
    assertThat(call.got()).endsWith(LARGE).contains("content-length: " + 2 * LARGE.length());
    assertThat(reader[0]).isNotSameAs(loop);
    assertThat(call.onLoop(noted::told)).endsWith("content", "succeeded with 5");
  }

  @Test
  void aReaderThatBreaksEndsTheAttempt() throws Exception {
    // Given
    WholeRelay unused =
        started(
            body -> {
              throw new IllegalStateException("a bug");
            });

    // When
    call.run(feed::end);

    // Then
    assertThat(noted.told()).containsExactly("drained", "SERVER");
  }

  @Test
  void aReaderThatBreaksOnAWorkerEndsTheAttempt() throws Exception {
    // Given
    WholeRelay unused =
        started(
            body -> {
              throw new IllegalStateException("a bug");
            });

    // When
    call.run(() -> feed.push(LARGE));
    call.run(feed::end);

    // Then
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> assertThat(call.onLoop(noted::told)).containsExactly("drained", "SERVER"));
  }

  @Test
  void anAnswerThatIsStoppedWhileItIsReadGoesNowhere() throws Exception {
    // Given
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    WholeRelay relay =
        started(
            body -> {
              reading.countDown();
              awaited(goOn);
              return good(body);
            });
    call.run(() -> feed.push(LARGE));
    call.run(feed::end);
    awaited(reading);

    // When
    call.run(relay::stop);
    goOn.countDown();

    // Then: behind that reading on the only worker, and so behind what came of it on the loop
    boolean done =
        call.onLoop(() -> call.vertx().executeBlocking(() -> true, false))
            .await(10, TimeUnit.SECONDS);
    assertThat(done).isTrue();
    assertThat(call.onLoop(noted::told)).containsExactly("drained");
    assertThat(call.answering()).isFalse();
  }

  private static void awaited(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  @Test
  void anAnswerThatBreaksOffIsAFailure() throws Exception {
    // Given
    WholeRelay unused = started(WholeRelayTest::good);

    // When
    call.run(() -> feed.push("{\"a\":"));
    call.run(feed::breakOff);

    // Then
    assertThat(call.answering()).isFalse();
    assertThat(noted.told()).containsExactly("SERVER");
  }

  @Test
  void anAnswerThatIsTooLargeIsCutOff() throws Exception {
    // Given
    WholeRelay unused = started(WholeRelayTest::good);
    Buffer megabyte = Buffer.buffer(LARGE.getBytes(UTF_8));

    // When
    call.run(
        () -> {
          for (int i = 0; i < WholeRelay.LARGEST_ANSWER / LARGE.length(); i++) {
            feed.push(megabyte);
          }
        });
    assertThat(noted.told()).isEmpty();
    call.run(() -> feed.push("x"));

    // Then
    assertThat(noted.told()).containsExactly("SERVER", "discard");
  }
}
