package lab.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import lab.config.ServerLimits;
import lab.config.Settings;
import org.jspecify.annotations.Nullable;

/** Which settings a node took at its start and does not change while it runs. */
final class NeedsRestart {
  private NeedsRestart() {}

  /** The keys that read otherwise than at the start. */
  static List<String> between(Settings start, Settings now) {
    ServerLimits before = start.limits();
    ServerLimits after = now.limits();
    List<String> keys = new ArrayList<>();
    note(keys, "server_settings.host", start.host(), now.host());
    note(keys, "server_settings.port", start.port(), now.port());
    note(keys, "server_settings.tls", start.tls(), now.tls());
    note(keys, "server_settings.tracing", start.tracing(), now.tracing());
    note(keys, "server_settings.prometheus.port", start.metricsPort(), now.metricsPort());
    note(
        keys,
        "server_settings.max_bytes_in_flight",
        before.maxBytesInFlight(),
        after.maxBytesInFlight());
    note(keys, "server_settings.max_header_size", before.maxHeaderSize(), after.maxHeaderSize());
    note(keys, "server_settings.header_timeout", before.headerTimeout(), after.headerTimeout());
    note(keys, "server_settings.idle_timeout", before.idleTimeout(), after.idleTimeout());
    note(keys, "server_settings.send_timeout", before.sendTimeout(), after.sendTimeout());
    note(keys, "server_settings.drain_delay", before.drainDelay(), after.drainDelay());
    note(keys, "server_settings.responses_ttl", before.responsesTtl(), after.responsesTtl());
    note(
        keys,
        "server_settings.responses_max_size",
        before.responsesMaxSize(),
        after.responsesMaxSize());
    note(
        keys,
        "general_settings.allow_unauthenticated",
        start.allowUnauthenticated(),
        now.allowUnauthenticated());
    note(keys, "litellm_settings.cache", start.cache(), now.cache());
    return keys;
  }

  private static void note(
      List<String> keys, String key, @Nullable Object before, @Nullable Object after) {
    if (!Objects.equals(before, after)) {
      keys.add(key);
    }
  }
}
