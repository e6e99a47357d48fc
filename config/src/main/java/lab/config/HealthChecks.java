package lab.config;

import java.time.Duration;

/**
 * {@code health_checks} of {@code providers.yaml}.
 *
 * @param enabled whether providers are polled at all (default true)
 * @param interval between two polls of a provider (default 60 s)
 * @param timeout of one poll (default 5 s)
 * @param attempts tries before a provider counts as down (default 3)
 */
public record HealthChecks(boolean enabled, Duration interval, Duration timeout, int attempts) {
  /** What holds where the file says nothing. */
  public static final HealthChecks DEFAULT =
      new HealthChecks(true, Duration.ofSeconds(60), Duration.ofSeconds(5), 3);
}
