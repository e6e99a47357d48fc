package lab.config;

import lab.contract.ModelName;
import lab.contract.SourceRef;
import org.jspecify.annotations.Nullable;

/**
 * A model on a provider's list.
 *
 * @param name the name the provider knows it by
 * @param size billions of parameters, or null where the file does not say
 * @param contextLength tokens, or null
 * @param specialty with underscores, lower case ({@code code_generation}), or null
 * @param price what its tokens cost, or null where the file does not say
 * @param limits time limits of this model, narrower than the provider's
 * @param at where it stands
 */
public record ModelEntry(
    ModelName name,
    @Nullable Double size,
    @Nullable Integer contextLength,
    @Nullable String specialty,
    @Nullable Price price,
    TimeLimits limits,
    SourceRef at) {
  /** An entry without a price. */
  public ModelEntry(
      ModelName name,
      @Nullable Double size,
      @Nullable Integer contextLength,
      @Nullable String specialty,
      TimeLimits limits,
      SourceRef at) {
    this(name, size, contextLength, specialty, null, limits, at);
  }

  /** The same model with a price, where it has none. */
  ModelEntry orPriced(@Nullable Price other) {
    return price != null
        ? this
        : new ModelEntry(name, size, contextLength, specialty, other, limits, at);
  }
}
