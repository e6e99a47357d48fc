package lab.gateway.call;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is told to those who may not come in; nothing of what they sent as a key is in it. */
final class KeyReplies {
  private KeyReplies() {}

  static ErrorReply badKey(GatewayFailure.BadKey.Why why) {
    String message =
        switch (why) {
          case MISSING ->
              "no API key was sent; send it as Authorization: Bearer, x-api-key or api-key";
          case UNKNOWN -> "the API key that was sent is not known here";
          case DISABLED -> "the API key that was sent is disabled";
          case EXPIRED -> "the API key that was sent has expired";
        };
    return refusal(401, message, "auth_error", "invalid_api_key", null);
  }

  static ErrorReply tooMany(Duration each) {
    return new ErrorReply(
        429,
        "too many wrong API keys came from this address",
        "rate_limit_error",
        "too_many_bad_keys",
        null,
        each,
        true);
  }

  /** In the shape that clients of LiteLLM know. */
  static ErrorReply notForThisKey(String wanted, List<String> models) {
    return refusal(
        403,
        "key not allowed to access model. This key can only access models=%s. Tried to access %s"
            .formatted(models, Shown.of(wanted)),
        "key_model_access_denied",
        "403",
        "model");
  }

  /** Likewise, but for when it may come back: that is no time of day, and is true. */
  static ErrorReply overLimit(GatewayFailure.OverLimit over) {
    String message =
        "Rate limit exceeded for %s: %s. Limit type: %s. Current limit: %d, Remaining: %d. %s"
            .formatted(
                over.scope(),
                over.name(),
                over.unit(),
                over.perMinute(),
                over.left(),
                advice(over));
    return new ErrorReply(
        429,
        message,
        "rate_limit_error",
        "rate_limit_exceeded",
        null,
        over.after(),
        over.after() == null);
  }

  /** In the shape that clients of LiteLLM know. */
  static ErrorReply overBudget(GatewayFailure.OverBudget over) {
    return refusal(
        400,
        "ExceededBudget: Key=%s over budget. Spend=%s, Budget=%s for %s. The next one begins at %s"
            .formatted(over.name(), over.spent(), over.budget(), over.span(), over.again()),
        "budget_exceeded",
        "400",
        null);
  }

  private static String advice(GatewayFailure.OverLimit over) {
    Duration after = over.after();
    return after == null
        ? "The prompt alone has more than that: it must be shorter"
        : "Try again in %d s".formatted(Math.max(1, Math.ceilDiv(after.toMillis(), 1_000)));
  }

  static ErrorReply operatorsOnly(String why) {
    return refusal(
        403, "this path takes the master key: " + why, "auth_error", "operators_only", null);
  }

  static ErrorReply noSuchKey() {
    return refusal(404, "no such key was issued here", "not_found_error", "key_not_found", "key");
  }

  static ErrorReply foreignHost(String host) {
    return refusal(
        403,
        "this node needs no key, so it answers only when it is asked by an address or a local name,"
            + " not by \""
            + Shown.of(host)
            + "\": set a key, or name it in server_settings.allowed_hosts",
        "auth_error",
        "foreign_host",
        null);
  }

  static ErrorReply foreignOrigin(String origin) {
    return refusal(
        403,
        "this node needs no key, so it does not answer web pages of \""
            + Shown.of(origin)
            + "\": set a key, or name it in server_settings.cors.allowed_origins",
        "auth_error",
        "foreign_origin",
        null);
  }

  private static ErrorReply refusal(
      int status, String message, String type, String code, @Nullable String param) {
    return new ErrorReply(status, message, type, code, param, null, true);
  }
}
