package lab.dialect.failure;

import java.util.Collections;
import java.util.Set;
import java.util.regex.Pattern;
import lab.contract.FailureKind;

/**
 * From a status and what the body says to a {@link FailureKind}. The order is the point: money
 * before length before the status, because providers put all of them under 400 and 429.
 */
final class FailureRules {
  private static final Set<String> NO_MONEY =
      Set.of(
          "insufficient_quota",
          "billing_error",
          "payment_required",
          "credit_balance_exhausted",
          "enforced_spend_limit_reached",
          "openrouter_credits",
          "openrouter_key_limit");
  private static final Set<String> LONG =
      Set.of(
          "context_length_exceeded",
          "exceed_context_size_error",
          "max_tokens_exceeded",
          "token_limit_exceeded",
          "string_too_long");
  private static final Set<String> FILTER =
      Set.of("content_filter", "content_policy_violation", "refusal");
  private static final Set<String> NO_MODEL =
      Set.of(
          "model_not_found",
          "no_endpoints",
          "model_deprecated",
          "model_unavailable_upstream",
          "free_variant_ended",
          "privacy_restricted",
          "constraint_filtered");
  private static final Set<String> BUSY =
      Set.of(
          "overloaded",
          "overloaded_error",
          "provider_overloaded",
          "provider_unavailable",
          "server_is_overloaded",
          "capacity_exhausted",
          "temporarily_unavailable");
  private static final Set<String> REFUSED_KEY =
      Set.of(
          "authentication",
          "authentication_error",
          "invalid_api_key",
          "permission_denied",
          "permission_error",
          "region_restricted",
          "unauthorized");
  private static final Set<String> RATED =
      Set.of("rate_limit_error", "rate_limit_exceeded", "slow_down", "too_many_requests");
  private static final Set<String> UNAVAILABLE =
      Set.of("service_unavailable_error", "unavailable_error");
  private static final Set<String> NAMED_NOT_FOUND =
      Set.of("not_found", "not_found_error", "notfounderror");
  private static final Set<String> WRONG_REQUEST =
      Set.of(
          "invalid_request_error",
          "invalid_request",
          "invalid_prompt",
          "badrequesterror",
          "payload_too_large",
          "precondition_failed",
          "unprocessable",
          "validation");

  private static final Pattern MONEY_WORDS =
      words(
          "usage limit|insufficient (?:credits|balance|quota)|specified .*API usage limits"
              + "|requires a subscription|exceeded your current quota");
  private static final Pattern LENGTH_WORDS =
      words(
          "context (?:length|window|size)|prompt is too long|maximum context|too many tokens"
              + "|exceeds the available context");
  private static final Pattern RATE_WORDS =
      words("tokens per (?:min|day|hour)|requests per|per minute|rate.?limit|\\bTP[MD]\\b");
  private static final Pattern LOADING_WORDS = words("\\bloading\\b");
  private static final Pattern MODEL_WORDS = words("\\bmodel|no endpoints found");
  private static final Pattern MODEL_MISSING_WORDS =
      words("\\bmodel\\b.{0,200}?(?:not found|does not exist)");
  private static final Pattern BUSY_WORDS = words("server busy|overloaded");
  private static final Pattern KEY_WORDS = words("^unauthorized|invalid api key");

  /** Some servers quote the whole prompt; what it says is not their verdict. */
  private static final int WORDS_THAT_COUNT = 600;

  private FailureRules() {}

  /**
   * @param status the status of the answer or the one its body names, 0 where there is none
   */
  static FailureKind kind(int status, ErrorBody error) {
    String text = error.message();
    String words = text.substring(0, Math.min(text.length(), WORDS_THAT_COUNT));
    if (error.names().contains("openrouter_in_flight_budget")) {
      // Money that comes back by itself when the calls under way are paid.
      return FailureKind.RATE;
    }
    if (isMoney(status, error, words)) {
      return FailureKind.CREDITS;
    }
    if (isTooLong(status, error, words)) {
      return FailureKind.TOO_LONG;
    }
    if (error.moderated() || any(error, FILTER)) {
      return FailureKind.FILTERED;
    }
    if (any(error, NO_MODEL)) {
      return FailureKind.NOT_FOUND;
    }
    if (any(error, BUSY)) {
      return FailureKind.OVERLOAD;
    }
    FailureKind kind = status == 0 ? byName(error, words) : byStatus(status, error, words);
    return corrected(kind, error);
  }

  private static boolean isMoney(int status, ErrorBody error, String words) {
    if (status == 402 || any(error, NO_MONEY) || MONEY_WORDS.matcher(words).find()) {
      return true;
    }
    return error.names().stream()
        .anyMatch(
            name ->
                name.endsWith("_spend_limit_exceeded") || name.endsWith("_usage_limit_exceeded"));
  }

  private static boolean isTooLong(int status, ErrorBody error, String words) {
    if (any(error, LONG) || "input_tokens".equals(error.param())) {
      return true;
    }
    boolean possible =
        status == 0 || status == 400 || status == 413 || status == 422 || status == 500;
    return possible && LENGTH_WORDS.matcher(words).find() && !RATE_WORDS.matcher(words).find();
  }

  private static FailureKind byStatus(int status, ErrorBody error, String words) {
    return switch (status) {
      case 401, 403 -> FailureKind.AUTH;
      case 404 -> isModelMissing(error, words) ? FailureKind.NOT_FOUND : FailureKind.SERVER;
      // 424: a generation broke. 499: the provider lost a client of its own, not ours.
      case 408, 409, 424, 499 -> FailureKind.SERVER;
      case 429 -> FailureKind.RATE;
      // Too large for this key's tokens per minute; another key may take it.
      case 413 -> RATE_WORDS.matcher(words).find() ? FailureKind.RATE : FailureKind.BAD_REQUEST;
      case 503 -> LOADING_WORDS.matcher(words).find() ? FailureKind.LOADING : FailureKind.OVERLOAD;
      case 529 -> FailureKind.OVERLOAD;
      default -> status >= 500 ? FailureKind.SERVER : FailureKind.BAD_REQUEST;
    };
  }

  /** Without any status the names decide, then the words. */
  private static FailureKind byName(ErrorBody error, String words) {
    if (any(error, REFUSED_KEY) || KEY_WORDS.matcher(words).find()) {
      return FailureKind.AUTH;
    }
    if (any(error, RATED)) {
      return FailureKind.RATE;
    }
    if (any(error, UNAVAILABLE) || BUSY_WORDS.matcher(words).find()) {
      return byStatus(503, error, words);
    }
    if (any(error, NAMED_NOT_FOUND) || MODEL_MISSING_WORDS.matcher(words).find()) {
      return byStatus(404, error, words);
    }
    boolean wrong =
        any(error, WRONG_REQUEST)
            || error.names().stream().anyMatch(name -> name.startsWith("image_"));
    return wrong ? FailureKind.BAD_REQUEST : FailureKind.SERVER;
  }

  private static boolean isModelMissing(ErrorBody error, String words) {
    return "model".equals(error.param()) || MODEL_WORDS.matcher(words).find();
  }

  /** A provider that says whether another try is worth it is believed over its status. */
  private static FailureKind corrected(FailureKind kind, ErrorBody error) {
    Boolean retryable = error.retryable();
    if (retryable == null) {
      return kind;
    }
    return switch (kind) {
      case BAD_REQUEST -> retryable ? FailureKind.OVERLOAD : kind;
      case RATE, OVERLOAD, LOADING -> retryable ? kind : FailureKind.SERVER;
      case AUTH, CREDITS, SERVER, TIMEOUT, NOT_FOUND, TOO_LONG, FILTERED, CANCELLED -> kind;
    };
  }

  private static boolean any(ErrorBody error, Set<String> known) {
    return !Collections.disjoint(error.names(), known);
  }

  private static Pattern words(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
  }
}
