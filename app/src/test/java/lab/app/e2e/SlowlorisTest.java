package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Very many connections whose heads come a byte at a time, and never end; with {@code -Psoak} five
 * thousand of them.
 */
class SlowlorisTest extends WithScriptedNode {
  private static final int MANY = Boolean.getBoolean("lab.soak") ? 5_000 : 1_000;
  private static final int OTHERS = 100;
  private static final Duration SOON = Duration.ofSeconds(5);

  @Override
  String gateway() {
    return "server_settings: {header_timeout: 5s}\n";
  }

  @Test
  void othersAreServedWhileTheyDripAndTheyAreClosed() throws Exception {
    List<Wire> slow = new ArrayList<>();
    try {
      // Given
      for (int i = 0; i < MANY; i++) {
        slow.add(new Wire(node.port()).send("POST " + CHAT + " HTTP/1.1\r\nhost: x\r\nx-slow: "));
      }

      // When
      long longest = 0;
      for (int i = 0; i < OTHERS; i++) {
        for (int j = i; j < MANY; j += OTHERS) {
          drip(slow.get(j));
        }
        long start = System.nanoTime();
        assertThat(ask(Wire.post(CHAT, HELLO)).status()).isEqualTo(200);
        longest = Math.max(longest, System.nanoTime() - start);
      }

      // Then
      System.out.printf("%d slow heads, longest answer %d ms%n", MANY, longest / 1_000_000);
      assertThat(Duration.ofNanos(longest)).isLessThan(SOON);
      for (Wire wire : slow) {
        assertThat(wire.closes()).isTrue();
      }
    } finally {
      for (Wire wire : slow) {
        wire.close();
      }
    }
  }

  private static void drip(Wire wire) throws IOException {
    try {
      wire.send("x");
    } catch (SocketException closed) {
      // Its time is over, which the node may see before the others have been served.
    }
  }
}
