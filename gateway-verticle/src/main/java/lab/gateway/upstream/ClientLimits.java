package lab.gateway.upstream;

import io.vertx.core.http.HttpServerRequest;
import java.math.BigDecimal;
import java.time.Duration;
import lab.config.TimeSettings;
import lab.gateway.call.Shown;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for with {@code x-litellm-timeout}, {@code x-litellm-stream-timeout} (seconds)
 * and {@code x-litellm-num-retries}. It may shorten what the configuration says, never lengthen it.
 *
 * @param timeout for the whole request, or null
 * @param streamTimeout until the first content of a stream, or null
 * @param retries second tries in the whole request, or null
 */
public record ClientLimits(
    @Nullable Duration timeout, @Nullable Duration streamTimeout, @Nullable Integer retries) {
  private static final ClientLimits NONE = new ClientLimits(null, null, null);

  private static final String TIMEOUT = "x-litellm-timeout";
  private static final String STREAM_TIMEOUT = "x-litellm-stream-timeout";
  private static final String RETRIES = "x-litellm-num-retries";

  /**
   * Reads the headers.
   *
   * @throws IllegalArgumentException naming the header, its value and the rule
   */
  public static ClientLimits of(HttpServerRequest request) {
    String timeout = request.getHeader(TIMEOUT);
    String streamTimeout = request.getHeader(STREAM_TIMEOUT);
    String retries = request.getHeader(RETRIES);
    return timeout == null && streamTimeout == null && retries == null
        ? NONE
        : new ClientLimits(
            timeout == null ? null : seconds(TIMEOUT, timeout),
            streamTimeout == null ? null : seconds(STREAM_TIMEOUT, streamTimeout),
            retries == null ? null : count(retries));
  }

  Duration whole(TimeSettings settings) {
    return shorter(timeout, settings.timeout());
  }

  Duration attempt(TimeSettings settings, boolean streamed) {
    return streamed ? shorter(streamTimeout, settings.streamTimeout()) : settings.requestTimeout();
  }

  int retries(int configured) {
    return retries == null ? configured : Math.min(retries, configured);
  }

  private static Duration shorter(@Nullable Duration wish, Duration configured) {
    return wish == null || wish.compareTo(configured) > 0 ? configured : wish;
  }

  private static Duration seconds(String header, String value) {
    try {
      // Not parseDouble, to which "5d" is five seconds.
      double nanos = new BigDecimal(value).doubleValue() * 1e9;
      if (nanos >= 1 && nanos < 1e18) {
        return Duration.ofNanos((long) nanos);
      }
    } catch (NumberFormatException notANumber) {
      // Said below, as for a number out of range.
    }
    throw new IllegalArgumentException(
        "the header %s is \"%s\"; it must be a number of seconds above 0"
            .formatted(header, Shown.of(value)));
  }

  private static int count(String value) {
    try {
      int count = Integer.parseInt(value);
      if (count >= 0) {
        return count;
      }
    } catch (NumberFormatException notANumber) {
      // Said below, as for a number out of range.
    }
    throw new IllegalArgumentException(
        "the header %s is \"%s\"; it must be a number of 0 or more"
            .formatted(RETRIES, Shown.of(value)));
  }
}
