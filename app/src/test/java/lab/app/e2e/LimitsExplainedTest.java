package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import lab.testkit.script.Gate;
import org.junit.jupiter.api.Test;

/**
 * A running node's explanation says what limits each candidate and who is left out for it. An
 * answer has 3 tokens of prompt and 2 more, and costs 7 dollars where it has a price.
 */
class LimitsExplainedTest extends WithTwoProviders {
  private static final Duration SOON = Duration.ofSeconds(20);

  @Override
  Map<String, String> files() {
    return Map.of(
        "providers.yaml",
        """
        providers:
          few: {type: vllm, base_url: "%1$s", models: [a], rate_limits: {requests_per_minute: 3}}
          narrow: {type: vllm, base_url: "%1$s", models: [b], rate_limits: {max_parallel_requests: 1}}
          words: {type: vllm, base_url: "%1$s", models: [c], rate_limits: {tokens_per_minute: 100}}
          dear:
            type: vllm
            base_url: "%1$s"
            models: [d]
            cost_per_1k_tokens: {d: {input: 1000, output: 2000}}
            rate_limits: {budget_per_day: 10, budget_per_month: 20.5, requests_per_day: 2, tokens_per_day: 50}
          reserve: {type: vllm, base_url: "%1$s", models: [spare]}
          own: {type: vllm, base_url: "%2$s", models: [at-own]}
        health_checks: {enabled: false}
        """
            .formatted(provider.address(), other.address()),
        "model-mappings.yaml",
        """
        fallback_chains: {a: [spare], b: [spare], c: [spare], d: [spare]}
        """,
        "gateway.yaml",
        """
        router_settings: {optional_pre_call_checks: [enforce_model_rate_limits]}
        model_list:
          - model_name: listed
            litellm_params: {model: hosted_vllm/at-own, api_base: "%s", rpm: 1}
        rate_limit_settings:
          limits:
            a: {rpm: 100}
            spare: {rpm: 1000}
        """
            .formatted(other.address()));
  }

  private static String body(String model) {
    return HELLO.replace("test-model", model);
  }

  private JsonObject explained(String body) throws Exception {
    Answer answer = ask(Wire.post("/admin/route", body));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  /** What limits the first who would be tried, as {@code of limit most left}. */
  private List<String> limits(String model) throws Exception {
    JsonArray attempts = explained(body(model)).getJsonArray("attempts");
    return attempts.getJsonObject(0).getJsonArray("limits", new JsonArray()).stream()
        .map(JsonObject.class::cast)
        .map(
            limit ->
                "%s %s %s %s"
                    .formatted(
                        limit.getString("of"),
                        limit.getString("limit"),
                        limit.getNumber("most"),
                        limit.getNumber("left")))
        .toList();
  }

  private String leftOut(String model) throws Exception {
    return explained(body(model)).getJsonArray("left_out").getJsonObject(0).getString("reason");
  }

  private String provider(String model) throws Exception {
    return ask(Wire.post(CHAT, body(model))).header("x-lab-provider") + "";
  }

  @Test
  void eachCandidateHasItsLimitsAndAskingTakesNothing() throws Exception {
    // When
    List<String> once = limits("a");
    List<String> again = limits("a");

    // Then
    assertThat(once)
        .containsExactly("model a rpm 100 100", "provider few rpm 3 3")
        .isEqualTo(again);

    // When
    for (int i = 0; i < 3; i++) {
      assertThat(provider("a")).isEqualTo("few");
    }

    // Then: as a request would, who is at its limit is left out for the next
    JsonObject told = explained(body("a"));
    assertThat(told.getJsonArray("attempts").getJsonObject(0).getString("provider"))
        .isEqualTo("reserve");
    assertThat(told.getJsonArray("left_out"))
        .containsExactly(
            new JsonObject()
                .put("provider", "few")
                .put("model", "a")
                .put("reason", "over_limit: provider few: rpm 3, 0 left"));
    assertThat(provider("a")).isEqualTo("reserve");
  }

  @Test
  void aSlotThatIsTakenLeavesOutUntilItIsFree() throws Exception {
    // Given
    Gate gate = new Gate();
    int before = asked();
    provider.then(said("one").chunked().at(gate));
    try (Wire first = new Wire(node.port())) {
      first.send(Wire.post(CHAT, body("b")));
      await().atMost(SOON).until(() -> asked() == before + 1);

      // When
      String reason = leftOut("b");

      // Then
      assertThat(reason).isEqualTo("over_limit: provider narrow: max_parallel_requests 1, 0 left");
      gate.open();
      assertThat(first.answer().status()).isEqualTo(200);
    }
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(limits("b"))
                    .containsExactly("provider narrow max_parallel_requests 1 1"));
  }

  @Test
  void aRequestOfMoreTokensThanThereAreIsLeftOutAndASmallerOneIsNot() throws Exception {
    // When
    JsonObject large = explained(body("c").replace("Hello", "Hello you ".repeat(200)));

    // Then
    assertThat(limits("c")).containsExactly("provider words tpm 100 100");
    assertThat(large.getJsonArray("left_out").getJsonObject(0).getString("reason"))
        .matches("over_limit: provider words: tpm 100, 100 left, about \\d{3,} wanted");
  }

  @Test
  void whatMayBeUsedInADayOrAMonthIsToldTheSameWay() throws Exception {
    // Given
    assertThat(limits("d"))
        .containsExactly(
            "provider dear requests_per_day 2 2",
            "provider dear tokens_per_day 50 50",
            "provider dear budget_per_day 10 10",
            "provider dear budget_per_month 20.5 20.5");

    // When
    assertThat(provider("d")).isEqualTo("dear");

    // Then: what was used counts when the request has ended
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(limits("d"))
                    .containsExactly(
                        "provider dear requests_per_day 2 1",
                        "provider dear tokens_per_day 50 45",
                        "provider dear budget_per_day 10 3",
                        "provider dear budget_per_month 20.5 13.5"));

    // When
    assertThat(provider("d")).isEqualTo("dear");

    // Then
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(leftOut("d"))
                    .isEqualTo(
                        "over_limit: provider dear: requests_per_day 2, 0 left; provider dear:"
                            + " budget_per_day 10, 0 left"));
    assertThat(provider("d")).isEqualTo("reserve");
  }

  @Test
  void whereAllAreAtTheirLimitsTheExplanationIsARefusal() throws Exception {
    // Given
    assertThat(limits("listed")).containsExactly("deployment own/at-own rpm 1 1");
    assertThat(ask(Wire.post(CHAT, body("listed"))).status()).isEqualTo(200);

    // When
    JsonObject told = explained(body("listed"));

    // Then
    assertThat(told.getString("refused")).isEqualTo("over_limit");
    assertThat(told.getJsonArray("attempts")).isEmpty();
    assertThat(leftOut("listed")).isEqualTo("over_limit: deployment own/at-own: rpm 1, 0 left");
    assertThat(ask(Wire.post(CHAT, body("listed"))).status()).isEqualTo(429);
  }
}
