package lab.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import lab.contract.Operation;
import lab.dialect.AnswerForm;
import lab.dialect.openai.OpenAiAnswers;
import lab.dialect.openai.OpenAiDialect;
import lab.gateway.call.ByteBudget;
import lab.gateway.call.OffLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamRelayTest {
  private static final String ROLE = chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null");
  private static final String HELLO = chunk("{\"content\":\"Hello\"}", "null");
  private static final String STOP = chunk("{}", "\"stop\"");
  private static final String DONE = "data: [DONE]\n\n";

  private final Feed feed = new Feed();
  private final Noted noted = new Noted();
  private OneCall call;
  private StreamRelay relay;

  private static String chunk(String delta, String reason) {
    return "data: {\"id\":\"i\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
        + "\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":"
        + reason
        + "}]}\n\n";
  }

  @BeforeEach
  void start() throws Exception {
    call = OneCall.asking(true);
    relay = relayWithin(OneCall.BUDGET);
    call.run(relay::start);
  }

  private StreamRelay relayWithin(ByteBudget budget) throws Exception {
    return call.onLoop(
        () ->
            new StreamRelay(
                feed,
                new OpenAiDialect()
                    .stream(
                        new AnswerForm(Operation.CHAT, true, "", false, OpenAiAnswers.ANSWERS),
                        "m",
                        "i",
                        1),
                new StreamReply(call.exchange()),
                call.exchange(),
                new OffLoop(call.vertx()),
                budget,
                noted));
  }

  @AfterEach
  void close() throws Exception {
    call.close();
  }

  @Test
  void whatComesBeforeTheFirstContentIsHeldAndGoesOutWithIt() throws Exception {
    // When
    call.run(() -> feed.push(ROLE));

    // Then
    assertThat(call.answering()).isFalse();

    // When
    call.run(() -> feed.push(HELLO));
    call.run(() -> feed.push(STOP + DONE));

    // Then
    String got = call.got();
    assertThat(got).containsSubsequence("200", ROLE.strip(), HELLO.strip(), STOP.strip(), "[DONE]");
    assertThat(noted.told()).containsExactly("content", "succeeded with 0");
  }

  @Test
  void anEventThatFindsNoRoomIsNotHeld() throws Exception {
    // Given
    ByteBudget budget = new ByteBudget(100 * 1024);
    relay = relayWithin(budget);
    call.run(relay::start);

    // When
    call.run(() -> feed.push("data: " + "x".repeat(150 * 1024)));
    long held = budget.held();
    call.run(() -> feed.push("x".repeat(50 * 1024)));

    // Then
    assertThat(held).isPositive();
    assertThat(noted.told()).containsExactly("NoRoomForAnswer");
    assertThat(budget.held()).isZero();
  }

  @Test
  void anEventThatComesToItsEndGivesItsRoomBackWithTheAnswer() throws Exception {
    // Given
    ByteBudget budget = new ByteBudget(100 * 1024);
    relay = relayWithin(budget);
    call.run(relay::start);

    // When
    call.run(() -> feed.push("data: {\"choices\":[],\"x\":\"" + "x".repeat(150 * 1024)));
    call.run(() -> feed.push("\"}\n\n" + HELLO + STOP + DONE));

    // Then
    assertThat(noted.told()).containsExactly("content", "succeeded with 0");
    assertThat(budget.held()).isZero();
  }

  @Test
  void oneThatBreaksBeforeItsFirstContentLeavesTheClientToTheNext() throws Exception {
    // When
    call.run(() -> feed.push(ROLE));
    call.run(feed::breakOff);

    // Then
    assertThat(call.answering()).isFalse();
    assertThat(noted.told()).containsExactly("SERVER");
  }

  @Test
  void oneThatBreaksAfterItsFirstContentSaysSo() throws Exception {
    // When
    call.run(() -> feed.push(ROLE + HELLO));
    call.run(feed::breakOff);

    // Then
    assertThat(noted.told()).containsExactly("content", "SERVER after content");
  }

  @Test
  void anEndWithoutItsMarkIsAFailure() throws Exception {
    // When
    call.run(() -> feed.push(ROLE + HELLO));
    call.run(feed::end);

    // Then
    assertThat(noted.told()).containsExactly("content", "drained", "SERVER after content");
  }

  @Test
  void aMegabyteWithoutContentIsNoAnswer() throws Exception {
    // When
    for (int i = 0; i <= 1024 * 1024 / ROLE.length(); i++) {
      call.run(() -> feed.push(ROLE));
    }

    // Then
    assertThat(call.answering()).isFalse();
    assertThat(noted.told()).containsExactly("SERVER");
  }

  @Test
  void whatGoesOnAfterTheEndMarkIsCutOff() throws Exception {
    // Given
    call.run(() -> feed.push(ROLE + HELLO + STOP + DONE));

    // When
    call.run(() -> feed.push("x".repeat(64 * 1024)));
    assertThat(noted.told()).doesNotContain("discard");
    call.run(() -> feed.push("x"));

    // Then
    assertThat(noted.told()).endsWith("succeeded with 0", "discard");
    assertThat(call.got()).doesNotContain("xx");
  }

  @Test
  void afterItIsStoppedNothingPassesAndNobodyIsTold() throws Exception {
    // Given
    call.run(() -> feed.push(ROLE));
    call.run(
        () -> {
          var unused = feed.pause();
        });

    // When
    call.run(relay::stop);
    call.run(() -> feed.push(HELLO + STOP + DONE));
    call.run(feed::breakOff);

    // Then
    assertThat(feed.paused()).isFalse();
    assertThat(call.answering()).isFalse();
    assertThat(noted.told()).isEmpty();
  }

  @Test
  void aClientThatDoesNotReadStopsTheProviderUntilItDoes() throws Exception {
    // Given
    String much = chunk("{\"content\":\"" + "x".repeat(64 * 1024) + "\"}", "null");

    // When
    for (int i = 0; i < 1_000 && !call.onLoop(feed::paused); i++) {
      call.run(() -> feed.push(much));
    }

    // Then
    assertThat(call.onLoop(noted::told)).containsExactly("content", "waits");

    // When
    Thread reader = Thread.ofVirtual().start(this::readAll);

    // Then
    await().atMost(Duration.ofSeconds(10)).until(() -> !call.onLoop(feed::paused));
    assertThat(call.onLoop(noted::told)).containsExactly("content", "waits", "goes on");
    call.run(() -> feed.push(STOP + DONE));
    reader.join();
  }

  /** An event so long that it is read when the worker for large bodies is free. */
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

  private void readAll() {
    try {
      String unused = call.got();
    } catch (Exception broken) {
      throw new AssertionError(broken);
    }
  }
}
