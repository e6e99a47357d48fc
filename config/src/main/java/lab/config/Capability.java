package lab.config;

import java.util.List;
import java.util.Map;
import lab.contract.ProviderName;
import lab.contract.SourceRef;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code capabilities}: what a client can ask for instead of a model.
 *
 * @param name its key
 * @param preferred names of models or providers, in order; may be empty
 * @param provider the provider that serves it, or null
 * @param fallback a provider or a model name to try after the chain, or null
 * @param choosing how one is chosen; {@link Strategy#IN_ORDER} where the entry does not say
 * @param leastSize billions of parameters below which a model is filtered out, or null
 * @param leastContext tokens of context likewise, or null
 * @param byComplexity {@code complexity_thresholds}: a model or provider name for each level
 * @param byContext {@code context_thresholds}: likewise for each need
 * @param at where it stands
 */
public record Capability(
    String name,
    List<String> preferred,
    @Nullable ProviderName provider,
    @Nullable String fallback,
    Choosing choosing,
    @Nullable Double leastSize,
    @Nullable Integer leastContext,
    Map<Complexity, String> byComplexity,
    Map<ContextNeed, String> byContext,
    SourceRef at) {
  public Capability {
    preferred = List.copyOf(preferred);
    byComplexity = Map.copyOf(byComplexity);
    byContext = Map.copyOf(byContext);
  }

  /** What {@code context_thresholds} tells apart. */
  public enum ContextNeed {
    STANDARD,
    COMPLEX,
    LARGE
  }
}
