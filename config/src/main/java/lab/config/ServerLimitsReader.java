package lab.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads what a node bears from its clients out of {@code server_settings}. */
final class ServerLimitsReader {
  private static final long LEAST_BODY = 1_024;
  private static final long MOST_IN_FLIGHT = 1L << 40;
  private static final long LEAST_HEADER = 1_024;
  private static final long MOST_HEADER = 1_024 * 1_024;

  private final YamlMap server;
  private final YamlMap litellm;

  /**
   * @param server {@code server_settings}
   * @param litellm {@code litellm_settings}, which has another name for one of them
   */
  ServerLimitsReader(YamlMap server, YamlMap litellm) {
    this.server = server;
    this.litellm = litellm;
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
    ServerLimits otherwise = ServerLimits.DEFAULT;
    Long header = server.bytes("max_header_size", LEAST_HEADER, MOST_HEADER, "from 1 KiB to 1 MiB");
    return new ServerLimits(
        maxBytesInFlight(maxRequestSize),
        header == null ? otherwise.maxHeaderSize() : header.intValue(),
        time("header_timeout", otherwise.headerTimeout()),
        time("body_timeout", otherwise.bodyTimeout()),
        time("idle_timeout", otherwise.idleTimeout()),
        time("send_timeout", otherwise.sendTimeout()),
        keepaliveInterval(otherwise.keepaliveInterval()),
        time("shutdown_timeout", otherwise.shutdownTimeout()),
        orZero("drain_delay", otherwise.drainDelay()),
        count("max_connections", otherwise.maxConnections()),
        count("max_streams_per_connection", otherwise.maxStreams()),
        count("max_parallel_requests", otherwise.maxRequests()),
        lag(otherwise.maxLag()),
        orZero("responses_ttl", otherwise.responsesTtl()),
        responsesMaxSize(otherwise.responsesMaxSize()));
  }

  private long responsesMaxSize(long otherwise) {
    Long said =
        server.bytes("responses_max_size", LEAST_BODY, MOST_IN_FLIGHT, "from 1 KiB to 1 TiB");
    return said == null ? otherwise : said;
  }

  private Duration time(String key, Duration otherwise) {
    Duration said = server.duration(key);
    return said == null ? otherwise : said;
  }

  private int count(String key, int otherwise) {
    Integer said = server.whole(key, 1, 1_000_000);
    return said == null ? otherwise : said;
  }

  private Duration lag(Duration otherwise) {
    YamlValue said = server.value("max_loop_lag");
    return said != null && said.isFalse() ? ServerLimits.NEVER : time("max_loop_lag", otherwise);
  }

  private Duration orZero(String key, Duration otherwise) {
    YamlValue said = server.value(key);
    if (said != null && (said.isFalse() || said.raw().equals("0"))) {
      return Duration.ZERO;
    }
    return time(key, otherwise);
  }

  private Duration keepaliveInterval(Duration otherwise) {
    YamlValue own = server.value("keepalive_interval");
    YamlValue said = own != null ? own : litellm.value("sse_keepalive_ping_interval_seconds");
    if (said == null) {
      return otherwise;
    }
    if (said.isFalse() || said.raw().equals("0")) {
      return ServerLimits.NEVER;
    }
    Duration every = said.duration();
    return every == null ? otherwise : every;
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
