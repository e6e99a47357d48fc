package lab.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Time limits as written at one place; null means that this place does not say. The narrowest place
 * that says wins: model, provider, settings, default ({@link TimeSettings}).
 *
 * @param timeout the whole request: all attempts, waits, and an answer that is not streamed
 * @param requestTimeout one attempt of a call that is not streamed, until its last byte
 * @param streamTimeout one streamed attempt, until its first content
 * @param streamIdleTimeout no progress inside a stream
 * @param connectTimeout connect and TLS
 * @param retries second tries in the whole request
 * @param maxStreamingDuration total limit of a stream that flows
 */
public record TimeLimits(
    @Nullable Duration timeout,
    @Nullable Duration requestTimeout,
    @Nullable Duration streamTimeout,
    @Nullable Duration streamIdleTimeout,
    @Nullable Duration connectTimeout,
    @Nullable Integer retries,
    @Nullable Duration maxStreamingDuration) {
  /** A place that says nothing. */
  public static final TimeLimits UNSAID = new TimeLimits(null, null, null, null, null, null, null);
}
