package lab.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The time limits in force, every one of them set.
 *
 * @param timeout the whole request (default 600 s)
 * @param requestTimeout one attempt that is not streamed, until its last byte (default 300 s)
 * @param streamTimeout one streamed attempt, until its first content (default 300 s: long prompts
 *     and model loads take minutes on local servers)
 * @param streamIdleTimeout no progress inside a stream (default 300 s; shorter kills healthy
 *     reasoning models)
 * @param connectTimeout connect and TLS (default 2 s)
 * @param retries second tries in the whole request (default 2)
 * @param maxStreamingDuration total limit of a stream that flows, or null for none (default)
 */
public record TimeSettings(
    Duration timeout,
    Duration requestTimeout,
    Duration streamTimeout,
    Duration streamIdleTimeout,
    Duration connectTimeout,
    int retries,
    @Nullable Duration maxStreamingDuration) {

  /** What holds where no file says anything. */
  public static final TimeSettings DEFAULT =
      new TimeSettings(
          Duration.ofSeconds(600),
          Duration.ofSeconds(300),
          Duration.ofSeconds(300),
          Duration.ofSeconds(300),
          Duration.ofSeconds(2),
          2,
          null);

  /** These settings, with what the given place says instead. */
  public TimeSettings with(TimeLimits place) {
    return new TimeSettings(
        place.timeout() != null ? place.timeout() : timeout,
        place.requestTimeout() != null ? place.requestTimeout() : requestTimeout,
        place.streamTimeout() != null ? place.streamTimeout() : streamTimeout,
        place.streamIdleTimeout() != null ? place.streamIdleTimeout() : streamIdleTimeout,
        place.connectTimeout() != null ? place.connectTimeout() : connectTimeout,
        place.retries() != null ? place.retries() : retries,
        place.maxStreamingDuration() != null ? place.maxStreamingDuration() : maxStreamingDuration);
  }
}
