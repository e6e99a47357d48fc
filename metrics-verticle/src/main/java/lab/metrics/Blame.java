package lab.metrics;

import lab.contract.FailureKind;

/**
 * A failure in LiteLLM's words.
 *
 * @param status the value of {@code exception_status}
 * @param exception the value of {@code exception_class}
 */
record Blame(String status, String exception) {

  static Blame of(FailureKind kind) {
    return switch (kind) {
      case AUTH -> new Blame("401", "AuthenticationError");
      case CREDITS -> new Blame("429", "BudgetExceededError");
      case RATE -> new Blame("429", "RateLimitError");
      case OVERLOAD, LOADING -> new Blame("503", "ServiceUnavailableError");
      case SERVER -> new Blame("500", "InternalServerError");
      case TIMEOUT -> new Blame("408", "Timeout");
      case NOT_FOUND -> new Blame("404", "NotFoundError");
      case TOO_LONG -> new Blame("400", "ContextWindowExceededError");
      case FILTERED -> new Blame("400", "ContentPolicyViolationError");
      case BAD_REQUEST -> new Blame("400", "BadRequestError");
      case CANCELLED -> new Blame("499", "APIConnectionError");
    };
  }
}
