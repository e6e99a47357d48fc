package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import lab.config.KeyHash;
import lab.testkit.script.Gate;
import org.junit.jupiter.api.Test;

/** How long a request waits for another of its key to end. */
class WaitingRequestsTest extends WithScriptedNode {

  @Override
  Map<String, String> files() {
    return Map.of(
        "providers.yaml",
        providers(),
        "gateway.yaml",
        "rate_limit_settings: {request_queue_size: 10, request_queue_timeout: 300ms}\n",
        "keys.yaml",
        "keys:\n  one: {sha256: %s, max_parallel_requests: 1}\n"
            .formatted(KeyHash.of("sk-one").hex()));
  }

  @Test
  void whoHasWaitedForTooLongIsRefused() throws Exception {
    // Given
    Gate gate = new Gate();
    provider.then(said("one").chunked().at(gate));
    String request = Wire.post(CHAT, "x-api-key: sk-one\r\n", HELLO);
    try (Wire first = new Wire(node.port())) {
      first.send(request);
      await().until(() -> asked() == 1);

      // When
      long began = System.nanoTime();
      Answer second = ask(request);

      // Then
      second.isRefusal(429, "rate_limit_exceeded");
      assertThat(second.header("retry-after")).isEqualTo("1");
      assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(300_000_000L);
      gate.open();
      assertThat(first.answer().status()).isEqualTo(200);
    }
  }
}
