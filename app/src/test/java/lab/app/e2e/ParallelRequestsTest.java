package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import lab.config.KeyHash;
import lab.testkit.script.Gate;
import lab.testkit.script.Reply;
import org.junit.jupiter.api.Test;

/** What a key, a model and a provider may have under way at a time, and who waits. */
class ParallelRequestsTest extends WithTwoProviders {
  private static final String MASTER = "sk-master-key-of-this-test";
  private static final Duration SOON = Duration.ofSeconds(10);

  @Override
  Map<String, String> files() {
    return Map.of(
        "providers.yaml",
        """
        providers:
          free: {type: vllm, base_url: "%s", models: [test-model, narrow-model]}
          narrow:
            type: vllm
            base_url: "%s"
            models: [shared]
            rate_limits: {max_parallel_requests: 1}
          reserve: {type: vllm, base_url: "%s", models: [shared]}
        health_checks: {enabled: false}
        """
            .formatted(provider.address(), provider.address(), other.address()),
        "model-mappings.yaml",
        "exact_matches:\n  shared: {provider: narrow, fallback: reserve}\n",
        "gateway.yaml",
        gateway(),
        "keys.yaml",
        """
        keys:
          one: {sha256: %s, max_parallel_requests: 1, rpm: 1000}
          first-class: {sha256: %s, max_parallel_requests: 1, priority: 9}
        """
            .formatted(KeyHash.of("sk-one").hex(), KeyHash.of("sk-first").hex()));
  }

  @Override
  String gateway() {
    return """
    general_settings: {master_key: %s}
    rate_limit_settings:
      request_queue_size: 1
      request_queue_timeout: 60
      limits:
        narrow-model: {max_parallel_requests: 1}
    """
        .formatted(MASTER);
  }

  private static String chat(String key, String model) {
    return Wire.post(CHAT, "x-api-key: " + key + "\r\n", HELLO.replace("test-model", model));
  }

  /** A request that is at its provider until the gate opens. */
  private Wire running(Gate gate, Reply reply, String request) throws Exception {
    int before = asked();
    provider.then(reply.at(gate));
    Wire wire = new Wire(node.port());
    wire.send(request);
    await().atMost(SOON).until(() -> asked() == before + 1);
    return wire;
  }

  private Wire waiting(String key) throws Exception {
    Wire wire = new Wire(node.port());
    wire.send(chat(key, "test-model"));
    queueIs(1);
    return wire;
  }

  private void queueIs(int size) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(ask(Wire.head("GET", "/metrics")).body())
                    .contains("\nrequest_queue_size " + size + ".0\n"));
  }

  @Test
  void oneMoreThanAKeyMayHaveWaitsUntilOneHasEndedAndOneMoreThanMayWaitIsRefused()
      throws Exception {
    // Given
    Gate gate = new Gate();
    try (Wire first = running(gate, said("one").chunked(), chat("sk-one", "test-model"));
        Wire second = waiting("sk-one")) {
      int before = asked();

      // When
      Answer third = ask(chat("sk-one", "test-model"));

      // Then
      third.isRefusal(429, "rate_limit_exceeded");
      assertThat(third.error().getString("message"))
          .isEqualTo(
              "Rate limit exceeded for api_key: one. Limit type: max_parallel_requests. Current"
                  + " limit: 1, Remaining: 0. Try again in 1 s");
      assertThat(third.header("retry-after")).isEqualTo("1");
      assertThat(third.header("rate_limit_type")).isEqualTo("max_parallel_requests");
      assertThat(third.header("x-ratelimit-remaining-requests")).isNotNull();
      assertThat(asked()).isEqualTo(before);

      // When
      gate.open();

      // Then
      assertThat(first.answer().status()).isEqualTo(200);
      assertThat(second.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void aKeyOfHigherPriorityTakesThePlaceOfOneThatWaits() throws Exception {
    // Given
    Gate gate = new Gate();
    try (Wire one = running(gate, said("one").chunked(), chat("sk-one", "test-model"));
        Wire high = running(gate, said("high").chunked(), chat("sk-first", "test-model"));
        Wire low = waiting("sk-one");
        Wire next = new Wire(node.port())) {
      // When
      next.send(chat("sk-first", "test-model"));

      // Then
      assertThat(low.answer().status()).isEqualTo(429);
      gate.open();
      assertThat(next.answer().status()).isEqualTo(200);
      assertThat(one.answer().status()).isEqualTo(200);
      assertThat(high.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void whoLeavesWhileItWaitsMakesRoomAndWhoLeavesWhileItRunsMakesASlot() throws Exception {
    // Given
    Gate gate = new Gate();
    Wire first = running(gate, said("one").chunked(), chat("sk-one", "test-model"));
    waiting("sk-one").close();
    queueIs(0);

    // When
    try (Wire third = waiting("sk-one")) {
      first.close();

      // Then
      assertThat(third.answer().status()).isEqualTo(200);
    }
    gate.open();
  }

  private static String streamedBy(String key) {
    return Wire.post(CHAT, "x-api-key: " + key + "\r\n", HELLO_STREAMED);
  }

  @Test
  void theSlotOfAStreamIsFreeWhenItHasEnded() throws Exception {
    for (int i = 0; i < 3; i++) {
      provider.then(streamed("Hello", " to you"));
      assertThat(ask(streamedBy("sk-one")).body()).endsWith("data: [DONE]\n\n");
    }
  }

  @Test
  void aProviderThatHasAllItMayIsLeftOut() throws Exception {
    // Given
    Gate gate = new Gate();
    try (Wire first = running(gate, said("one").chunked(), chat(MASTER, "shared"))) {
      // When
      Answer second = ask(chat(MASTER, "shared"));
      gate.open();

      // Then
      assertThat(second.header("x-lab-attempts")).isEqualTo("narrow:over_limit, reserve:ok");
      assertThat(first.answer().header("x-lab-provider")).isEqualTo("narrow");
      await()
          .atMost(SOON)
          .until(() -> "narrow".equals(ask(chat(MASTER, "shared")).header("x-lab-provider")));
    }
  }

  @Test
  void aModelThatHasAllItMayIsRefusedWhereNobodyElseCanServe() throws Exception {
    // Given
    Gate gate = new Gate();
    try (Wire first = running(gate, said("one").chunked(), chat(MASTER, "narrow-model"))) {
      // When
      Answer second = ask(chat(MASTER, "narrow-model"));
      gate.open();

      // Then
      second.isRefusal(429, "rate_limit_exceeded");
      assertThat(second.error().getString("message"))
          .contains(
              "model \"narrow-model\" has as many requests under way as it may, 1"
                  + " (max_parallel_requests)");
      assertThat(second.header("retry-after")).isEqualTo("1");
      assertThat(first.answer().status()).isEqualTo(200);
    }
  }
}
