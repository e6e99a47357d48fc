package lab.config;

import java.util.List;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.SourceRef;
import org.jspecify.annotations.Nullable;

/**
 * {@code routing_rules}: what holds where nothing else matches.
 *
 * @param provider {@code default_provider}, or null
 * @param fallback {@code default_fallback}, a provider or model name, or null
 * @param model {@code default_model}, for requests without one, or null
 * @param bySize {@code model_size_routing}, in file order
 * @param at where it stands
 */
public record DefaultRules(
    @Nullable ProviderName provider,
    @Nullable String fallback,
    @Nullable ModelName model,
    List<SizeRule> bySize,
    SourceRef at) {
  public DefaultRules {
    bySize = List.copyOf(bySize);
  }

  /**
   * Routes by the size that a model's name tells.
   *
   * @param above billions of parameters, exclusive unless {@code fromInclusive}; 0 for no bound
   * @param fromInclusive whether the lower bound belongs to the range
   * @param upTo billions of parameters; infinity for no bound
   * @param toInclusive whether the upper bound belongs to the range
   * @param provider who serves it
   * @param fallback a provider or model name, or null
   * @param at where it stands
   */
  public record SizeRule(
      double above,
      boolean fromInclusive,
      double upTo,
      boolean toInclusive,
      ProviderName provider,
      @Nullable String fallback,
      SourceRef at) {
    /** Whether a model of this size is meant. */
    public boolean covers(double size) {
      return (fromInclusive ? size >= above : size > above)
          && (toInclusive ? size <= upTo : size < upTo);
    }
  }
}
