package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import lab.gateway.Serving;
import lab.gateway.call.ByteBudget;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Clients that send slowly, or nothing. The gateway here has less patience than any real one. */
class SlowClientsTest extends WithScriptedNode {
  private static final Duration BODY_TIMEOUT = Duration.ofMillis(300);
  private static final int MANY = 500;
  private static final String HEAD = "POST " + CHAT + " HTTP/1.1\r\nhost: x\r\n";

  private @Nullable ByteBudget budget;

  @Override
  Serving serving(Serving usual) {
    budget = usual.budget();
    return usual;
  }

  @Override
  String gateway() {
    return """
        server_settings:
          header_timeout: 300ms
          body_timeout: 300ms
          idle_timeout: 4s
          send_timeout: 300ms
        """;
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
      assertThat(took).isBetween(BODY_TIMEOUT.minusMillis(50), BODY_TIMEOUT.plusSeconds(2));
      assertThat(wire.closes()).isTrue();
      assertThat(asked()).isEqualTo(before);
    }
  }

  @Test
  void aBodyThatDripsTimesOutAsOneThatStops() throws Exception {
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
  void aBodyThatComesAlongMayTakeAsLongAsItTakes() throws Exception {
    // Given: in every part enough to count as progress, and together several times the limit
    String part = "x".repeat(300 * 1024);
    int parts = 8;
    String body = HELLO.replace("Hello", part.repeat(parts));
    try (Wire wire = new Wire(node.port())) {
      long start = System.nanoTime();
      wire.send(HEAD + "content-length: " + body.length() + "\r\n\r\n");

      // When
      int at = 0;
      for (int i = 0; i < parts; i++) {
        wire.send(body.substring(at, at + part.length()));
        at += part.length();
        assertThat(wire.hearsNothingFor(BODY_TIMEOUT.dividedBy(2))).isTrue();
      }
      Answer answer = wire.send(body.substring(at)).answer();

      // Then
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThan(BODY_TIMEOUT.multipliedBy(3));
    }
  }

  private void awaitAnswerHeld() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> Objects.requireNonNull(budget).held() > 0);
  }

  @Test
  void aClientThatNeverTakesItsAnswerIsCutOff() throws Exception {
    // Given: more than any system keeps for it
    provider.then(said("x".repeat(24 * 1024 * 1024)));
    try (Wire wire = new Wire(node.port(), 16 * 1024)) {
      // When: nothing is read
      wire.send(Wire.post(CHAT, HELLO));

      // Then: the answer does not stay with the node
      awaitAnswerHeld();
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(Objects.requireNonNull(budget).held()).isZero());
      assertThat(wire.readsToTheEnd()).isFalse();
    }
  }

  @Test
  void aClientThatTakesAByteNowAndThenIsCutOff() throws Exception {
    // Given
    provider.then(said("x".repeat(24 * 1024 * 1024)));
    try (Wire wire = new Wire(node.port(), 16 * 1024)) {
      wire.send(Wire.post(CHAT, HELLO));
      awaitAnswerHeld();

      // When: so slowly that its system makes no room for more
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                boolean unused = wire.hearsAByte();
                return Objects.requireNonNull(budget).held() == 0;
              });

      // Then
      assertThat(wire.readsOnUntilClosed()).isLessThan(24 * 1024 * 1024);
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
  void manyHeadsThatNeverEndKeepNobodyElseWaiting() throws Exception {
    List<Wire> slow = new ArrayList<>();
    try {
      // Given
      for (int i = 0; i < MANY; i++) {
        slow.add(new Wire(node.port()).send(HEAD + "x-slow: "));
      }

      // When
      Answer answer = ask(Wire.post(CHAT, HELLO));

      // Then: others are served, and those are closed
      assertThat(answer.status()).isEqualTo(200);
      for (Wire wire : slow) {
        assertThat(wire.closes()).isTrue();
      }
    } finally {
      for (Wire wire : slow) {
        wire.close();
      }
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
