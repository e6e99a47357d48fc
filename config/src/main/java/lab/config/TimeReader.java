package lab.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads time limits wherever they may stand. */
final class TimeReader {
  private static final int MOST_RETRIES = 100;

  private TimeReader() {}

  /** What a provider, a model or {@code litellm_settings} says. */
  static TimeLimits limits(YamlMap place) {
    return new TimeLimits(
        place.duration("timeout"),
        place.duration("request_timeout"),
        streamTimeout(place),
        place.duration("stream_idle_timeout"),
        place.duration("connect_timeout"),
        place.whole("num_retries", 0, MOST_RETRIES),
        maxStreamingDuration(place));
  }

  private static @Nullable Duration maxStreamingDuration(YamlMap place) {
    YamlValue value = place.value("max_streaming_duration");
    // "off" takes back nothing that a wider place says, so it is only lawful at the widest.
    boolean off = value != null && value.isFalse() && place.path().equals("litellm_settings");
    return value == null || off ? null : value.duration();
  }

  /** {@code litellm_settings}, else {@code router_settings}, else the default, key by key. */
  static TimeSettings settings(YamlMap litellm, YamlMap router) {
    TimeLimits elsewhere =
        new TimeLimits(
            null,
            router.duration("timeout"),
            router.duration("stream_timeout"),
            null,
            null,
            router.whole("num_retries", 0, MOST_RETRIES),
            null);
    return TimeSettings.DEFAULT.with(elsewhere).with(limits(litellm));
  }

  /** What the parameters of a {@code model_list} entry say: there, timeout is one attempt's. */
  static TimeLimits ofParameters(YamlMap parameters) {
    Integer retries = parameters.whole("num_retries", 0, MOST_RETRIES);
    Integer otherwise = parameters.whole("max_retries", 0, MOST_RETRIES);
    return new TimeLimits(
        null,
        parameters.duration("timeout"),
        parameters.duration("stream_timeout"),
        null,
        null,
        retries != null ? retries : otherwise,
        null);
  }

  private static @Nullable Duration streamTimeout(YamlMap place) {
    Duration said = place.duration("stream_timeout");
    Duration otherName = place.duration("ttft_timeout");
    if (said != null && otherName != null) {
      place.warning("ttft_timeout", "is another name of stream_timeout, which is here and wins");
    }
    return said != null ? said : otherName;
  }
}
