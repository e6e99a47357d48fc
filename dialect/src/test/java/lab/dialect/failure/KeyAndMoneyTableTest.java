package lab.dialect.failure;

import static lab.dialect.failure.Errors.openai;
import static lab.dialect.failure.Errors.read;
import static org.assertj.core.api.Assertions.assertThat;

import lab.contract.FailureKind;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the errors about keys, permissions and money mean, provider by provider. */
class KeyAndMoneyTableTest {

  private static void assertKind(FailureKind kind, int status, String body) {
    assertThat(read(status, body).kind()).as(body).isEqualTo(kind);
  }

  @Nested
  class ABadKeyIsAuth {
    @Test
    void ofOpenAi() {
      assertKind(
          FailureKind.AUTH, 401, openai("Bad key.", "invalid_request_error", "invalid_api_key"));
    }

    @Test
    void ofAnthropic() {
      assertKind(
          FailureKind.AUTH,
          401,
          "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"no\"}}");
    }

    @Test
    void ofOpenRouter() {
      assertKind(
          FailureKind.AUTH,
          401,
          """
          {"error":{"code":401,"message":"No auth","metadata":{"error_type":"authentication"}}}""");
    }

    @Test
    void ofOllamaAsJsonAndAsPlainText() {
      assertKind(
          FailureKind.AUTH, 401, "{\"error\":\"unauthorized\",\"signin_url\":\"https://x\"}");
      assertKind(FailureKind.AUTH, 401, "unauthorized\n");
    }

    @Test
    void ofLlamaCpp() {
      assertKind(
          FailureKind.AUTH,
          401,
          "{\"error\":{\"message\":\"Invalid API Key\",\"type\":\"authentication_error\",\"code\":401}}");
    }

    @Test
    void ofVllmWhoseErrorIsAString() {
      assertKind(FailureKind.AUTH, 401, "{\"error\":\"Unauthorized\"}");
    }

    @Test
    void ofFastApi() {
      assertKind(FailureKind.AUTH, 401, "{\"detail\":\"Invalid API key\"}");
    }

    @Test
    void withoutAnyBody() {
      assertKind(FailureKind.AUTH, 401, "");
    }
  }

  @Nested
  class NoPermission {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"error\":{\"message\":\"Country not supported\",\"type\":\"request_forbidden\"}}",
          "{\"type\":\"error\",\"error\":{\"type\":\"permission_error\",\"message\":\"no\"}}",
          "{\"error\":{\"code\":403,\"message\":\"x\",\"metadata\":{\"error_type\":\"region_restricted\"}}}",
          "{\"error\":\"cloud features are disabled\"}",
          ""
        })
    void isAuth(String body) {
      assertKind(FailureKind.AUTH, 403, body);
    }

    @Test
    void forWantOfASubscriptionIsAMatterOfMoney() {
      assertKind(
          FailureKind.CREDITS,
          403,
          "{\"error\":\"this model requires a subscription, upgrade for access: https://x\"}");
    }

    @Test
    void withAModerationsFindingsIsFiltered() {
      assertKind(
          FailureKind.FILTERED,
          403,
          """
          {"error":{"code":403,"message":"flagged",
           "metadata":{"reasons":["violence"],"flagged_input":"..."}}}""");
    }
  }

  @Nested
  class NoMoneyIsCredits {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "insufficient_quota",
          "credit_balance_exhausted",
          "organization_spend_limit_exceeded",
          "project_spend_limit_exceeded",
          "organization_usage_limit_exceeded"
        })
    void ofOpenAiThoughTheStatusIs429(String code) {
      assertKind(FailureKind.CREDITS, 429, openai("You ran out.", "insufficient_quota", code));
      assertKind(FailureKind.CREDITS, 429, openai("You ran out.", "other", code));
    }

    @Test
    void ofAnthropicAsABill() {
      assertKind(
          FailureKind.CREDITS,
          402,
          "{\"type\":\"error\",\"error\":{\"type\":\"billing_error\",\"message\":\"pay\"}}");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "You have reached your specified API usage limits.",
          "You have reached your specified workspace API usage limits."
        })
    void ofAnthropicThoughTheStatusIs400(String message) {
      assertKind(
          FailureKind.CREDITS,
          400,
          "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\""
              + message
              + "\"}}");
    }

    @Test
    void ofAnthropicAsAnEnforcedLimit() {
      assertKind(
          FailureKind.CREDITS,
          429,
          """
          {"type":"error","error":{"type":"rate_limit_error","message":"capped",
           "details":{"error_code":"enforced_spend_limit_reached"}}}""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"openrouter_credits", "openrouter_key_limit"})
    void ofOpenRouter(String source) {
      assertKind(
          FailureKind.CREDITS,
          402,
          "{\"error\":{\"code\":402,\"message\":\"x\",\"metadata\":{\"limit_source\":\""
              + source
              + "\"}}}");
    }

    @Test
    void exceptThatMoneyInFlightIsARate() {
      assertKind(
          FailureKind.RATE,
          402,
          """
          {"error":{"code":402,"message":"x",
           "metadata":{"error_type":"payment_required",
                       "limit_source":"openrouter_in_flight_budget"}}}""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"session", "hourly", "weekly"})
    void ofOllamaCloud(String what) {
      assertKind(
          FailureKind.CREDITS,
          429,
          "{\"error\":\"you (name) have reached your "
              + what
              + " usage limit, upgrade for higher limits: https://x\"}");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "You exceeded your current quota",
          "Insufficient credits",
          "insufficient balance",
          "Insufficient quota left"
        })
    void byItsWordsAlone(String words) {
      assertKind(FailureKind.CREDITS, 403, words);
    }

    @Test
    void butNotForWhatAQuotedPromptSays() {
      assertKind(
          FailureKind.BAD_REQUEST,
          400,
          "{\"detail\":[{\"msg\":\"bad value: " + "x".repeat(700) + " usage limit\"}]}");
    }
  }
}
