package lab.config;

/** Keys that stand together in several places. */
final class KeyGroups {
  /** The time limits that may stand on a provider or a model. */
  static final String TIME =
      "timeout request_timeout stream_timeout ttft_timeout stream_idle_timeout connect_timeout"
          + " num_retries max_streaming_duration";

  /** LiteLLM's numbers of second tries, for failures that may have one. */
  static final String RETRIES =
      "TimeoutErrorRetries RateLimitErrorRetries InternalServerErrorRetries BadGatewayErrorRetries"
          + " ServiceUnavailableErrorRetries DefaultRetries";

  /** Those for failures that never have one. */
  static final String NO_RETRIES =
      "BadRequestErrorRetries AuthenticationErrorRetries ContentPolicyViolationErrorRetries"
          + " NotFoundErrorRetries";

  private KeyGroups() {}
}
