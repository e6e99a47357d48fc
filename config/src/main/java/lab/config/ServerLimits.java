package lab.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much a node bears from its clients, and how long: {@code server_settings}.
 *
 * @param maxBytesInFlight bytes of bodies that a node holds at a time; null where the file does not
 *     say, for a quarter of the heap
 * @param maxHeaderSize bytes of a request's headers (default 32 KiB)
 * @param headerTimeout from connecting to the end of the first head (default 15 s)
 * @param bodyTimeout in which a request body must end, or come along (default 60 s)
 * @param idleTimeout between two requests of a connection (default 75 s)
 * @param sendTimeout in which a client must take something of an answer that is complete (default
 *     60 s)
 * @param keepaliveInterval how long a stream's client hears nothing before it is told that somebody
 *     is at work (default 15 s); {@link #NEVER} for off
 * @param shutdownTimeout how long running answers may take once a node that was told to stop has
 *     closed its listener (default 20 s)
 * @param drainDelay how long such a node takes requests before that, so that balancers see that it
 *     is not ready (default 5 s); zero for off
 * @param maxConnections open at a time, at least 1; one more is closed at once (default 20,000)
 * @param maxStreams requests under way at a time on one connection of HTTP/2, at least 1; a client
 *     sends no more (default 100)
 * @param maxRequests of inference under way at a time, at least 1; one more is refused (default
 *     10,000)
 * @param maxLag by how much an event loop may be late, twice in a row, before it refuses requests
 *     of inference (default 2 s); {@link #NEVER} for off
 * @param responsesTtl how long responses are kept for those who go on from them (default 24 h);
 *     zero for not at all
 * @param responsesMaxSize bytes of all responses that a node keeps itself (default 64 MiB)
 */
public record ServerLimits(
    @Nullable Long maxBytesInFlight,
    int maxHeaderSize,
    Duration headerTimeout,
    Duration bodyTimeout,
    Duration idleTimeout,
    Duration sendTimeout,
    Duration keepaliveInterval,
    Duration shutdownTimeout,
    Duration drainDelay,
    int maxConnections,
    int maxStreams,
    int maxRequests,
    Duration maxLag,
    Duration responsesTtl,
    long responsesMaxSize) {

  /** Longer than anything runs. */
  public static final Duration NEVER = Duration.ofDays(365);

  /**
   * What holds where no file says anything. Proxies in between give up after a minute without
   * bytes, some after half of that; balancers look every few seconds; orchestrators kill what has
   * not stopped after 30 s.
   */
  public static final ServerLimits DEFAULT =
      new ServerLimits(
          null,
          32 * 1024,
          Duration.ofSeconds(15),
          Duration.ofSeconds(60),
          Duration.ofSeconds(75),
          Duration.ofSeconds(60),
          Duration.ofSeconds(15),
          Duration.ofSeconds(20),
          Duration.ofSeconds(5),
          20_000,
          100,
          10_000,
          Duration.ofSeconds(2),
          Duration.ofHours(24),
          64L * 1024 * 1024);
}
