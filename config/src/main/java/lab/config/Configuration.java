package lab.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import org.jspecify.annotations.Nullable;

/**
 * Everything a node runs by, loaded and checked as a whole.
 *
 * @param providers by name, in file order
 * @param exact {@code exact_matches} and the names a {@code model_list} adds, in file order
 * @param patterns in file order: the first that matches wins
 * @param chains {@code fallback_chains} by model, without the one for all others
 * @param defaultChain {@code fallback_chains.default} or {@code default_fallbacks}; empty where
 *     absent
 * @param defaults the default stage
 * @param choices what chooses among several
 * @param settings how the node itself behaves
 * @param health how providers are polled
 */
public record Configuration(
    Map<ProviderName, Provider> providers,
    Map<ModelName, ExactMatch> exact,
    List<PatternRule> patterns,
    Map<ModelName, Chain> chains,
    @Nullable Chain defaultChain,
    DefaultRules defaults,
    Choices choices,
    Settings settings,
    HealthChecks health) {
  public Configuration {
    // Ordered copies: file order is meaning.
    providers = Collections.unmodifiableMap(new LinkedHashMap<>(providers));
    exact = Collections.unmodifiableMap(new LinkedHashMap<>(exact));
    patterns = List.copyOf(patterns);
    chains = Collections.unmodifiableMap(new LinkedHashMap<>(chains));
  }

  /**
   * The same where providers are in use or not as it is said here; of those that the file does not
   * have in full, or not at all, nothing changes.
   */
  public Configuration withStatuses(Map<ProviderName, ProviderStatus> statuses) {
    Map<ProviderName, Provider> changed = new LinkedHashMap<>(providers);
    changed.replaceAll(
        (name, provider) ->
            provider.canBeUsed()
                ? provider.withStatus(statuses.getOrDefault(name, provider.status()))
                : provider);
    return new Configuration(
        changed, exact, patterns, chains, defaultChain, defaults, choices, settings, health);
  }
}
