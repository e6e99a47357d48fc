package lab.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A Redis server and how long one waits for it.
 *
 * @param address {@code redis://host:port} or {@code rediss://...}, without user and password, with
 *     the number of the database where one is said
 * @param user or null for the server's default one
 * @param password or null where it asks for none
 * @param lookupTimeout how long a request waits for a look-up (default 50 ms); then it goes on
 *     without
 */
public record RedisPlace(
    String address, @Nullable String user, @Nullable Secret password, Duration lookupTimeout) {
  /** How long a request waits where no file says. */
  public static final Duration USUAL_TIMEOUT = Duration.ofMillis(50);
}
