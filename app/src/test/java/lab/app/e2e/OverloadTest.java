package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import lab.testkit.script.Gate;
import org.junit.jupiter.api.Test;

/** What a node does with more than it takes on. */
class OverloadTest extends WithScriptedNode {
  private static final int CONNECTIONS = 20;

  @Override
  String gateway() {
    return """
    server_settings:
      max_connections: %d
      max_parallel_requests: 2
    """
        .formatted(CONNECTIONS);
  }

  @Test
  void oneRequestTooManyIsToldToComeAgainAndTheOthersAreServed() throws Exception {
    // Given
    int before = asked();
    Gate gate = new Gate();
    provider.then(said("one").chunked().at(gate));
    provider.then(said("two").chunked().at(gate));
    try (Wire one = new Wire(node.port());
        Wire two = new Wire(node.port())) {
      one.send(Wire.post(CHAT, HELLO));
      two.send(Wire.post(CHAT, HELLO));
      await().until(() -> asked() == before + 2);

      // When
      Answer third = ask(Wire.post(CHAT, HELLO));
      Answer page = ask(Wire.head("GET", "/v1/models"));
      gate.open();
      Answer first = one.answer();
      Answer second = two.answer();
      Answer later = ask(Wire.post(CHAT, HELLO));

      // Then
      third.isRefusal(503, "server_is_overloaded");
      assertThat(third.header("retry-after")).isEqualTo("1");
      assertThat(third.error().getString("message")).contains("max_parallel_requests, 2");
      assertThat(page.status()).isEqualTo(200);
      assertThat(first.status()).isEqualTo(200);
      assertThat(second.status()).isEqualTo(200);
      assertThat(later.status()).isEqualTo(200);
    }
  }

  @Test
  void oneConnectionTooManyIsClosedAndItsPlaceIsFreeAgain() throws Exception {
    // Given
    List<Wire> open = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        Wire wire = new Wire(node.port());
        open.add(wire);
        assertThat(wire.send(Wire.head("GET", "/health/liveliness")).answer().status())
            .isEqualTo(200);
      }

      // When
      boolean closed;
      try (Wire more = new Wire(node.port())) {
        closed = more.closes();
      }
      open.removeFirst().close();

      // Then
      assertThat(closed).isTrue();
      await()
          .ignoreExceptions()
          .until(() -> ask(Wire.head("GET", "/health/liveliness")).status() == 200);
    } finally {
      for (Wire wire : open) {
        wire.close();
      }
    }
  }
}
