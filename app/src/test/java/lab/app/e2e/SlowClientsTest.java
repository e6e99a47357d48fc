package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import lab.gateway.Serving;
import org.junit.jupiter.api.Test;

/** Clients that send slowly, or nothing. The gateway here has less patience than any real one. */
class SlowClientsTest extends WithScriptedNode {
  private static final Duration SLOWEST_BODY = Duration.ofMillis(300);
  private static final Duration SLOWEST_HEAD = Duration.ofMillis(300);
  private static final String HEAD = "POST " + CHAT + " HTTP/1.1\r\nhost: x\r\n";

  @Override
  Serving serving(Serving usual) {
    return new Serving(
        usual.configuration(), usual.readiness(), usual.metrics(), SLOWEST_BODY, SLOWEST_HEAD);
  }

  @Test
  void aBodyThatStopsComingTimesOut() throws Exception {
    // Given
    int before = asked();
    try (Wire wire = new Wire(node.port())) {
      // When
      long start = System.nanoTime();
      Answer answer = wire.send(HEAD + "content-length: 100\r\n\r\n{\"model\"").answer();
      Duration took = Duration.ofNanos(System.nanoTime() - start);

      // Then
      answer.isRefusal(408, "request_timeout");
      assertThat(answer.error().getString("message")).contains("300 ms");
      assertThat(answer.keepsConnection()).isFalse();
      assertThat(took).isBetween(SLOWEST_BODY.minusMillis(50), SLOWEST_BODY.plusSeconds(2));
      assertThat(wire.closes()).isTrue();
      assertThat(asked()).isEqualTo(before);
    }
  }

  @Test
  void aBodyThatDripsTimesOutAsAWhole() throws Exception {
    try (Wire wire = new Wire(node.port())) {
      // Given
      wire.send(HEAD + "transfer-encoding: chunked\r\n\r\n");
      long start = System.nanoTime();

      // When: a byte at a time, for ever
      boolean answered = false;
      while (!answered && System.nanoTime() - start < 5_000_000_000L) {
        wire.send("1\r\nx\r\n");
        answered = !wire.hearsNothingFor(Duration.ofMillis(20));
      }

      // Then
      assertThat(answered).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void aConnectionThatSaysNothingIsClosed() throws Exception {
    try (Wire wire = new Wire(node.port())) {
      assertThat(wire.closes()).isTrue();
    }
  }

  @Test
  void aHeadThatNeverEndsIsClosed() throws Exception {
    try (Wire wire = new Wire(node.port())) {
      // When
      wire.send(HEAD + "x-slow: ");

      // Then
      assertThat(wire.closes()).isTrue();
    }
  }

  @Test
  void aServedConnectionMayRest() throws Exception {
    try (Wire wire = new Wire(node.port())) {
      // When
      Answer first = wire.send(Wire.head("GET", "/health/liveness")).answer();

      // Then: far longer than a first head may take
      assertThat(first.status()).isEqualTo(200);
      assertThat(wire.hearsNothingFor(Duration.ofMillis(1_500))).isTrue();
      assertThat(wire.send(Wire.post(CHAT, HELLO)).answer())
          .extracting(Answer::status)
          .isEqualTo(200);
    }
  }
}
