package lab.app.e2e.provider;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.CallFinished;
import lab.contract.FailureKind;
import lab.testkit.answers.Refusals;
import lab.testkit.script.Exchange;
import lab.testkit.script.Gate;
import lab.testkit.script.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that leaves costs its provider nothing more, in whatever phase it leaves. */
class ClientLeavesTest extends WithLab {
  private static final Duration AT_ONCE = Duration.ofMillis(100);

  /** A busy machine may stop everything for longer than that, but not each time. */
  private static final int TRIES = 3;

  private int calls;

  /** How a client leaves. */
  enum Manner {
    IN_ORDER,
    BY_RESET,
    BY_HALF;

    void leave(Client client) throws IOException {
      switch (this) {
        case IN_ORDER -> client.close();
        case BY_RESET -> client.reset();
        case BY_HALF -> client.halfClose();
      }
    }
  }

  @Override
  Map<String, String> files() {
    return WireLab.files();
  }

  static Stream<Arguments> everyCallAndManner() {
    return Stream.of(Wire.values())
        .flatMap(wire -> Stream.of(true, false).map(streamed -> Arguments.of(wire, streamed)))
        .flatMap(
            call ->
                Stream.of(Manner.values())
                    .map(manner -> Arguments.of(call.get()[0], call.get()[1], manner)));
  }

  @ParameterizedTest
  @MethodSource("everyCallAndManner")
  void beforeTheHeadOfTheAnswer(Wire wire, boolean streamed, Manner manner) throws Exception {
    isLetGoAtOnce(wire, streamed, manner, gate -> Reply.bare().at(gate).thenHang());
  }

  @ParameterizedTest
  @EnumSource
  void whileItWaitsForContent(Wire wire) throws Exception {
    isLetGoAtOnce(
        wire, true, Manner.IN_ORDER, gate -> wire.stream(wire.opening()).at(gate).thenHang());
  }

  @ParameterizedTest
  @EnumSource
  void inTheMiddleOfAStream(Wire wire) throws Exception {
    isLetGoAtOnce(
        wire,
        true,
        Manner.IN_ORDER,
        gate -> wire.stream(wire.opening(), wire.says("Hel")).at(gate).thenHang());
  }

  @ParameterizedTest
  @EnumSource
  void inTheMiddleOfAnAnswerThatIsNotStreamed(Wire wire) throws Exception {
    isLetGoAtOnce(
        wire,
        false,
        Manner.IN_ORDER,
        gate ->
            Reply.ok()
                .header("content-type", "application/json")
                .claiming(500)
                .body("{\"id\":")
                .at(gate)
                .thenHang());
  }

  @ParameterizedTest
  @EnumSource
  void whileMoreContentComesThanItReads(Wire wire) throws Exception {
    isLetGoAtOnce(
        wire,
        true,
        Manner.BY_RESET,
        gate ->
            wire.stream(wire.opening(), wire.says("Hel"))
                .at(opened(gate))
                .flood(wire.says("lo ").repeat(100)));
  }

  private static Gate opened(Gate gate) {
    gate.open();
    return gate;
  }

  @Test
  void duringThePauseBeforeASecondTry() throws Exception {
    // Given: busy, and told to be free again in 300 ms, for which the gateway waits
    lab.provider("busy").otherwise(Refusals.openAiOverloaded().header("retry-after-ms", "300"));
    Future<Exchange> first = lab.provider("busy").awaitRequest(1);
    Future<Exchange> second = lab.provider("busy").awaitRequest(2);
    String id = "left-in-pause";
    Client client = lab.client().chat(Lab.body("busy", true), "x-litellm-call-id: " + id);
    var unused = first.await(5, SECONDS).replied().await(5, SECONDS);

    // When
    client.close();

    // Then
    CallFinished call = lab.finished(id);
    assertThat(call.status()).isEqualTo(499);
    assertThat(lab.attempts(call.call()))
        .extracting(one -> one.ending())
        .containsExactly(new Ending.Failed(FailureKind.OVERLOAD, Duration.ofMillis(300)));
    assertThatThrownBy(() -> second.await(500, MILLISECONDS)).isInstanceOf(TimeoutException.class);
  }

  private interface Script {
    Reply upTo(Gate gate);
  }

  private void isLetGoAtOnce(Wire wire, boolean streamed, Manner manner, Script script)
      throws Exception {
    Supplier<Duration> measured =
        () -> {
          try {
            return letGoAfter(wire, streamed, manner, script);
          } catch (Exception broken) {
            throw new AssertionError(broken);
          }
        };
    assertThat(Stream.generate(measured).limit(TRIES))
        .as("time until the provider saw it, each of three times")
        .anyMatch(time -> time.compareTo(AT_ONCE) <= 0);
  }

  private Duration letGoAfter(Wire wire, boolean streamed, Manner manner, Script script)
      throws Exception {
    // Given
    Gate gate = new Gate();
    Future<Exchange> asked = lab.script(wire.type() + "-first", script.upTo(gate));
    String id = "left-" + calls++;
    Client client =
        lab.client().chat(Lab.body(wire.type() + "-alone", streamed), "x-litellm-call-id: " + id);
    Exchange upstream = asked.await(5, SECONDS);
    var unused = gate.reached().await(5, SECONDS);

    // When
    Instant left = Instant.now();
    manner.leave(client);

    // Then
    Instant seen = upstream.peerLeft().await(5, SECONDS).at();
    CallFinished call = lab.finished(id);
    assertThat(call.status()).isEqualTo(499);
    assertThat(call.failure()).isEqualTo(FailureKind.CANCELLED);
    assertThat(lab.attempts(call.call()))
        .extracting(one -> one.ending())
        .containsExactly(new Ending.Abandoned());
    client.close();
    return Duration.between(left, seen);
  }
}
