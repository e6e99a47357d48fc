package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The router answers on the asker's own event loop, whichever connection a request comes by. */
class SameLoopTest extends WithScriptedNode {
  private static final int CONNECTIONS = 20;
  private static final int EACH = 10;

  @Test
  void noQuestionLeavesItsEventLoop() throws Exception {
    // Given
    List<Wire> wires = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      wires.add(new Wire(node.port()));
    }

    // When
    for (int round = 0; round < EACH; round++) {
      for (Wire wire : wires) {
        wire.send(Wire.post(CHAT, HELLO));
      }
      for (Wire wire : wires) {
        assertThat(wire.answer().status()).isEqualTo(200);
      }
    }

    // Then
    assertThat(asked()).isEqualTo(CONNECTIONS * EACH);
    assertThat(node.offLoopAsks()).isZero();
    assertThat(ask(Wire.head("GET", "/metrics")).body())
        .containsPattern("gateway_bus_off_loop_asks_total(\\{[^}]*})? 0(\\.0)?\\n");
    for (Wire wire : wires) {
      wire.close();
    }
  }
}
