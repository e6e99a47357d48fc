package lab.contract;

/**
 * Why an attempt failed, as far as the gateway's next step depends on it. Decided from status, body
 * and transport together, never from the status alone: a 400 may be {@link #TOO_LONG}, a 429 {@link
 * #CREDITS}.
 */
public enum FailureKind {
  /** The provider refused the gateway's own key. */
  AUTH,
  /** No money, or a spent quota, behind the key. */
  CREDITS,
  /** A true rate limit; it passes. */
  RATE,
  /** The server is busy. */
  OVERLOAD,
  /** The server is still loading the model. */
  LOADING,
  /** The server failed, or broke the protocol, or could not be reached. */
  SERVER,
  /** A time limit of the gateway passed. */
  TIMEOUT,
  /** The provider has no such model. */
  NOT_FOUND,
  /** The prompt does not fit the model's context. */
  TOO_LONG,
  /** Refused for its content. */
  FILTERED,
  /** The request itself is wrong; no other provider would take it. */
  BAD_REQUEST,
  /** The client left. */
  CANCELLED;

  /** The value in headers, metrics and logs. */
  public String label() {
    return name();
  }

  /** Whether another candidate may be tried, as long as the client has seen no content. */
  public boolean movesOn() {
    return switch (this) {
      case AUTH, CREDITS, RATE, OVERLOAD, LOADING, SERVER, TIMEOUT, NOT_FOUND -> true;
      // A larger context may exist elsewhere, but that is a rule of the configuration
      // (context_window_fallbacks, content_policy_fallbacks), not of the kind.
      case TOO_LONG, FILTERED, BAD_REQUEST, CANCELLED -> false;
    };
  }
}
