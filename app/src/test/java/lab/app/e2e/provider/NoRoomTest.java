package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import lab.contract.AttemptOutcome;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.CallFinished;
import lab.contract.FailureKind;
import org.junit.jupiter.api.Test;

/** What the gateway itself lacks is held against no provider. */
class NoRoomTest extends WithLab {
  private static final int BUDGET = 200_000;

  @Override
  Map<String, String> files() {
    return Map.of(
        "providers.yaml",
        """
        health_checks: {enabled: false}
        providers:
          first: {type: vllm, base_url: "@first", models: [m]}
          second: {type: vllm, base_url: "@second", models: [m]}
        """,
        "model-mappings.yaml",
        """
        exact_matches:
          pair: {provider: first, backend_model: m, fallback: second}
        special_cases:
          error_based_routing: {enabled: true, error_threshold: 1, cooldown_seconds: 60}
        """,
        "gateway.yaml",
        "server_settings: {max_request_size: 50000, max_bytes_in_flight: %d}\n".formatted(BUDGET));
  }

  @Test
  void anAnswerThatTheGatewayCanNotHoldOpensNoCircuitAndIsAskedOfNobodyElse() throws Exception {
    // Given: an answer of half the budget, and an ordinary one
    lab.provider("first").then(Wire.VLLM.whole("x".repeat(BUDGET / 2)), Wire.VLLM.whole("Hello"));

    // When
    Answer refused = lab.chat("pair", false);
    Answer next = lab.chat("pair", false);

    // Then
    assertThat(refused.status()).isEqualTo(502);
    CallFinished call = lab.finished(refused);
    assertThat(call.failure()).isEqualTo(FailureKind.SERVER);
    assertThat(lab.attempts(call.call()))
        .extracting(AttemptOutcome::ending)
        .containsExactly(new Ending.Abandoned());
    assertThat(lab.provider("second").requests()).isEmpty();
    assertThat(next.said()).isEqualTo("Hello");
    assertThat(next.header("x-lab-attempts")).isEqualTo("first:ok");
  }
}
