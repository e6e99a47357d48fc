package lab.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is and how long one waits for it.
 *
 * @param kind what is at the addresses
 * @param addresses {@code redis://host:port} or {@code rediss://...}, without user and password,
 *     with the number of the database where one is said; at least one, and only one of a server
 * @param service the name that sentinels know the server by, else null
 * @param user or null for the server's default one
 * @param password or null where it asks for none
 * @param sentinelPassword what the sentinels ask for; null where the server's password holds for
 *     them too
 * @param tls how one speaks TLS there; null where the addresses say {@code redis}, not {@code
 *     rediss}
 * @param lookupTimeout how long a request waits for a look-up (default 50 ms); then it goes on
 *     without
 */
public record RedisPlace(
    Kind kind,
    List<String> addresses,
    @Nullable String service,
    @Nullable String user,
    @Nullable Secret password,
    @Nullable Secret sentinelPassword,
    @Nullable RedisTls tls,
    Duration lookupTimeout) {
  /** How long a request waits where no file says. */
  public static final Duration USUAL_TIMEOUT = Duration.ofMillis(50);

  public RedisPlace {
    addresses = List.copyOf(addresses);
  }

  /** What is at the addresses. */
  public enum Kind {
    /** The server itself. */
    SERVER,
    /** Some of the servers of a cluster, which know the others. */
    CLUSTER,
    /** Sentinels, which know who is the server now. */
    SENTINELS
  }
}
