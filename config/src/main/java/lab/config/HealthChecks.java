package lab.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code health_checks} of {@code providers.yaml}.
 *
 * @param enabled whether providers are polled at all (default true)
 * @param interval between two polls of a provider (default 60 s)
 * @param timeout of one poll (default 5 s)
 * @param attempts tries before a provider counts as down (default 3)
 * @param degradedFrom {@code degraded_seconds}: the p95 to first token from which a model counts as
 *     degraded, or null for what is usual of it alone
 */
public record HealthChecks(
    boolean enabled,
    Duration interval,
    Duration timeout,
    int attempts,
    @Nullable Duration degradedFrom) {
  /** What holds where the file says nothing. */
  public static final HealthChecks DEFAULT =
      new HealthChecks(true, Duration.ofSeconds(60), Duration.ofSeconds(5), 3);

  /** Of one that says nothing of when a model counts as degraded. */
  public HealthChecks(boolean enabled, Duration interval, Duration timeout, int attempts) {
    this(enabled, interval, timeout, attempts, null);
  }
}
