package lab.config;

import java.time.Duration;
import java.util.Map;
import lab.contract.ModelName;
import lab.contract.ProviderName;

/**
 * What may be asked of models and providers, in a minute, at a time, and in a day. What keys may
 * ask for stands with each {@link ClientKey}.
 *
 * @param models {@code rate_limit_settings.limits}, none where that is off
 * @param providers their {@code rate_limits}
 * @param entries whether {@code rpm} and {@code tpm} of a {@code model_list} are limits too
 *     (default no)
 * @param claimTimeout how long a node waits for the word of the one that keeps a limit's account
 *     (default 20 ms)
 * @param queueSize requests of keys that may wait on a node for others of their key to end, 0 or
 *     more (default 0: none waits)
 * @param queueTimeout how long each waits at most (default 10 s)
 */
public record RateLimits(
    Map<ModelName, RateLimit> models,
    Map<ProviderName, RateLimit> providers,
    boolean entries,
    Duration claimTimeout,
    int queueSize,
    Duration queueTimeout) {
  /** Nothing is limited. */
  public static final RateLimits NONE =
      new RateLimits(Map.of(), Map.of(), false, Duration.ofMillis(20), 0, Duration.ofSeconds(10));

  public RateLimits {
    models = Map.copyOf(models);
    providers = Map.copyOf(providers);
  }
}
