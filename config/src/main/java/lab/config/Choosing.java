package lab.config;

import java.util.List;
import lab.contract.ProviderName;
import lab.contract.SourceRef;
import org.jspecify.annotations.Nullable;

/**
 * A strategy as one entry of the configuration names it, a custom one resolved.
 *
 * @param strategy what is done
 * @param written the name that the entry gives, which may be a custom strategy's
 * @param priorityOrder who comes first, where the strategy or the entry says so; mostly empty
 * @param score how {@link Strategy#USAGE_BASED} weighs
 * @param at where it stands
 */
public record Choosing(
    Strategy strategy, String written, List<Preferred> priorityOrder, Score score, SourceRef at) {
  /** What holds where no file names a strategy. */
  public static final Choosing DEFAULT =
      new Choosing(
          Strategy.SHUFFLE, "simple-shuffle", List.of(), Score.DEFAULT, SourceRef.BUILT_IN);

  public Choosing {
    priorityOrder = List.copyOf(priorityOrder);
  }

  /**
   * An entry of {@code priority_order}: {@code "vllm (13B+)"}. It names a provider or a type.
   *
   * @param provider the provider, or null where it names a type
   * @param type the type, or null where it names a provider
   * @param leastSize billions of parameters, inclusive, or null
   */
  public record Preferred(
      @Nullable ProviderName provider, @Nullable ProviderType type, @Nullable Double leastSize) {}

  /**
   * The parts of a score; they need not add up to 1.
   *
   * @param latency how much low latency counts
   * @param success how much the success rate counts
   * @param cost how much low cost counts
   */
  public record Score(double latency, double success, double cost) {
    /** What holds where nothing else is said. */
    public static final Score DEFAULT = new Score(0.4, 0.4, 0.2);
  }
}
