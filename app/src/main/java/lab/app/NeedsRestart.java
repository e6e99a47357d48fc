package lab.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import lab.config.ServerLimits;
import lab.config.Settings;
import org.jspecify.annotations.Nullable;

/** Which settings a node took at its start and does not change while it runs. */
final class NeedsRestart {
  private static final Map<String, Function<Settings, @Nullable Object>> READ_ONCE = readOnce();

  private NeedsRestart() {}

  private static Map<String, Function<Settings, @Nullable Object>> readOnce() {
    Map<String, Function<Settings, @Nullable Object>> keys = new LinkedHashMap<>();
    keys.put("server_settings.host", Settings::host);
    keys.put("server_settings.port", Settings::port);
    keys.put("server_settings.tls", Settings::tls);
    keys.put("server_settings.tracing", Settings::tracing);
    keys.put("server_settings.prometheus.port", Settings::metricsPort);
    keys.put("server_settings.max_bytes_in_flight", of(ServerLimits::maxBytesInFlight));
    keys.put("server_settings.max_header_size", of(ServerLimits::maxHeaderSize));
    keys.put("server_settings.max_streams_per_connection", of(ServerLimits::maxStreams));
    keys.put("server_settings.header_timeout", of(ServerLimits::headerTimeout));
    keys.put("server_settings.idle_timeout", of(ServerLimits::idleTimeout));
    keys.put("server_settings.send_timeout", of(ServerLimits::sendTimeout));
    keys.put("server_settings.drain_delay", of(ServerLimits::drainDelay));
    keys.put("server_settings.responses_ttl", of(ServerLimits::responsesTtl));
    keys.put("server_settings.responses_max_size", of(ServerLimits::responsesMaxSize));
    keys.put("general_settings.allow_unauthenticated", Settings::allowUnauthenticated);
    keys.put("litellm_settings.cache", settings -> settings.cache().on());
    keys.put("litellm_settings.cache_params", Settings::cache);
    return keys;
  }

  private static Function<Settings, @Nullable Object> of(
      Function<ServerLimits, @Nullable Object> limit) {
    return settings -> limit.apply(settings.limits());
  }

  /** All of them; one that is a map stands for what is in it. */
  static Set<String> keys() {
    return Set.copyOf(READ_ONCE.keySet());
  }

  /** The keys that read otherwise than at the start. */
  static List<String> between(Settings start, Settings now) {
    return READ_ONCE.entrySet().stream()
        .filter(key -> !Objects.equals(key.getValue().apply(start), key.getValue().apply(now)))
        .map(Map.Entry::getKey)
        .toList();
  }
}
