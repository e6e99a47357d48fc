package lab.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lab.contract.Candidate;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.SourceRef;
import lab.contract.Stage;
import lab.contract.Why;
import lab.gateway.relay.OneCall;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever becomes of a request, its client gets one answer that tells the truth. */
class ExchangeTest {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private OneCall call;
  private Exchange exchange;

  @BeforeEach
  void start() throws Exception {
    call = OneCall.asking(false);
    exchange = call.exchange();
    call.run(
        () ->
            exchange
                .outcome()
                .decided(new Why(Stage.EXACT, "test", SourceRef.BUILT_IN, List.of())));
  }

  @AfterEach
  void close() throws Exception {
    call.close();
  }

  private void fails(String provider) {
    exchange.attempts().began();
    exchange
        .attempts()
        .ended(new Candidate(new ProviderName(provider), new ModelName("m"), "exact"), "SERVER", 1);
  }

  private void runsOutOfTime() {
    exchange.refuse(
        new GatewayFailure.OutOfTime(Duration.ofSeconds(1), exchange.attempts().told()));
  }

  @Test
  void timeThatRunsOutBeforeASecondTryIsToldLikeAnyOther() throws Exception {
    // Given: the pause is over and the try has not begun
    call.run(() -> fails("one"));
    call.run(() -> exchange.attempts().waited(PAUSE));

    // When
    call.run(this::runsOutOfTime);

    // Then
    assertThat(call.got())
        .startsWith("HTTP/1.1 504 ")
        .contains("x-lab-attempts: one:SERVER\r\n")
        .contains("x-litellm-attempted-retries: 0\r\n")
        .contains("x-litellm-attempted-fallbacks: 0\r\n");
  }

  @Test
  void aBugInACallbackIsAnswered() throws Exception {
    // Given
    List<String> letGo = new ArrayList<>();
    call.run(() -> exchange.onLeft(() -> letGo.add("what ran")));

    // When
    call.run(
        () ->
            Step.of(
                exchange,
                () -> {
                  throw new IllegalStateException("a bug");
                }));

    // Then
    assertThat(call.got()).startsWith("HTTP/1.1 500 ").contains("internal_error");
    assertThat(letGo).containsExactly("what ran");
  }

  @Test
  void aBugWhenALimitRunsOutIsAnsweredToo() throws Exception {
    // Given
    call.run(
        () ->
            exchange.onPassed(
                limit -> {
                  throw new IllegalStateException("a bug at " + limit);
                }));

    // When
    call.run(() -> exchange.deadlines().in(Deadlines.Limit.PAUSE, Duration.ofMillis(1)));

    // Then
    assertThat(call.got()).startsWith("HTTP/1.1 500 ");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBugEndsAnAnswerThatOthersWaitForToo(boolean clientIsThere) throws Exception {
    // Given: the head has gone
    Shared others = new Shared();
    call.run(() -> exchange.tap(others));
    call.run(() -> Sent.unwatched(exchange.response().setChunked(true).write("data: x\n\n")));
    if (!clientIsThere) {
      call.leave();
      call.run(() -> assertThat(exchange.over()).isFalse());
    }

    // When
    call.run(
        () ->
            Step.of(
                exchange,
                () -> {
                  throw new IllegalStateException("a bug");
                }));

    // Then
    await().atMost(Duration.ofSeconds(5)).until(() -> call.onLoop(exchange::over));
    assertThat(others.isShared()).isFalse();
  }

  /** Others that wait for an answer until it is over. */
  private static final class Shared implements AnswerTap {
    private volatile boolean waiting = true;

    @Override
    public void expects(Candidate first) {}

    @Override
    public void took(Buffer bytes) {}

    @Override
    public void complete(byte[] last) {}

    @Override
    public void over() {
      waiting = false;
    }

    @Override
    public boolean isShared() {
      return waiting;
    }

    @Override
    public void whenShared(Runnable then) {
      then.run();
    }
  }

  @Test
  void aBugAfterTheAnswerSpoilsNothing() throws Exception {
    // When
    call.run(this::runsOutOfTime);
    call.run(
        () ->
            Step.of(
                exchange,
                () -> {
                  throw new IllegalStateException("a bug");
                }));

    // Then
    assertThat(call.got()).startsWith("HTTP/1.1 504 ").contains("whole request");
  }

  @Test
  void secondTriesAndFallbacksAreCountedApart() throws Exception {
    // Given
    call.run(() -> fails("one"));
    call.run(() -> exchange.attempts().waited(PAUSE));
    call.run(() -> fails("one"));
    call.run(() -> fails("two"));

    // When
    call.run(this::runsOutOfTime);

    // Then
    assertThat(call.got())
        .contains("x-litellm-attempted-retries: 1\r\n")
        .contains("x-litellm-attempted-fallbacks: 1\r\n");
  }
}
