package lab.app.e2e.provider;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.CallFinished;
import lab.testkit.script.Exchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that reads slowly slows its provider down, and costs the node no memory. */
class SlowReaderTest extends WithLab {
  private static final int CLIENT_BUFFER = 16 * 1024;

  /** Both systems' socket buffers at their largest, and a little of the node's own. */
  private static final long MOST_UNDER_WAY = 48L * 1024 * 1024;

  @Override
  Map<String, String> files() {
    return WireLab.files();
  }

  @ParameterizedTest
  @EnumSource
  void theProviderIsPausedWhileTheClientDoesNotReadAndGoesOnWhenItDoes(Wire wire) throws Exception {
    // Given
    Future<Exchange> asked =
        lab.script(
            wire.type() + "-first",
            wire.stream(wire.opening()).flood(wire.says("x".repeat(1000)).repeat(10)));
    try (Client client = Client.takingAtMost(CLIENT_BUFFER, lab.port())) {
      client.chat(Lab.body(wire.type() + "-alone", true));
      Exchange upstream = asked.await(5, SECONDS);

      // When: it reads nothing
      long stood = upstream.stalled(Duration.ofMillis(150)).await(10, SECONDS);

      // Then
      assertThat(stood).isLessThan(MOST_UNDER_WAY);

      // When: it reads again, more than could be under way
      assertThat(client.head().status()).isEqualTo(200);
      client.skip(stood);
      client.skip(stood);

      // Then
      assertThat(upstream.bytesAccepted()).isGreaterThan(stood);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClientThatReadsNothingForAsLongAsAProviderMayBeSilentIsLetGo(Wire wire) throws Exception {
    // Given
    Future<Exchange> asked =
        lab.script(
            wire.type() + "-first",
            wire.stream(wire.opening()).flood(wire.says("x".repeat(1000)).repeat(10)));
    String id = "stalled-" + wire;
    try (Client client = Client.takingAtMost(CLIENT_BUFFER, lab.port())) {
      // When
      client.chat(Lab.body(wire.type() + "-drowsy", true), "x-litellm-call-id: " + id);

      // Then
      var unused = asked.await(5, SECONDS).peerLeft().await(5, SECONDS);
      CallFinished call = lab.finished(id);
      assertThat(call.status()).isEqualTo(499);
      assertThat(lab.attempts(call.call()))
          .extracting(one -> one.ending())
          .containsExactly(new Ending.Abandoned());
    }
  }
}
