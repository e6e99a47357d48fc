package lab.config;

import org.jspecify.annotations.Nullable;

/** Reads what a node bears from its clients out of {@code server_settings}. */
final class ServerLimitsReader {
  private static final long LEAST_BODY = 1_024;
  private static final long MOST_IN_FLIGHT = 1L << 40;

  private final YamlMap server;

  ServerLimitsReader(YamlMap server) {
    this.server = server;
  }

  /** The largest request body; {@code general_settings} has LiteLLM's name for it. */
  int maxRequestSize(YamlMap general) {
    Long bytes =
        server.bytes("max_request_size", LEAST_BODY, Integer.MAX_VALUE, "from 1 KiB to 2 GiB");
    Integer megabytes = general.whole("max_request_size_mb", 1, 2_047);
    if (bytes != null) {
      return bytes.intValue();
    }
    return megabytes == null ? Settings.DEFAULT.maxRequestSize() : megabytes * 1_024 * 1_024;
  }

  ServerLimits read(int maxRequestSize) {
    return new ServerLimits(maxBytesInFlight(maxRequestSize));
  }

  private @Nullable Long maxBytesInFlight(int maxRequestSize) {
    String key = "max_bytes_in_flight";
    Long bytes = server.bytes(key, LEAST_BODY, MOST_IN_FLIGHT, "from 1 KiB to 1 TiB");
    if (bytes != null && bytes < maxRequestSize) {
      server.error(
          key,
          "is smaller than max_request_size, %d bytes: the largest request would never fit"
              .formatted(maxRequestSize));
    } else if (bytes != null && bytes > Runtime.getRuntime().maxMemory() / 2) {
      server.warning(
          key,
          "is more than half of the heap, %d bytes: a body is held twice while it is passed on"
              .formatted(Runtime.getRuntime().maxMemory()));
    }
    return bytes;
  }
}
