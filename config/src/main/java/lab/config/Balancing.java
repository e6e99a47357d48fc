package lab.config;

import java.util.List;
import lab.config.condition.Condition;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.SourceRef;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code load_balancing}.
 *
 * @param name its key: a model's name, or a name of its own
 * @param shares who takes part, in file order
 * @param choosing how one is chosen
 * @param saturationThreshold share of its capacity from which a provider counts as saturated
 * @param raisesComplexity whether structure raises the complexity by a level; false where {@code
 *     complexity_detection} is {@code token_count}
 * @param at where it stands
 */
public record Balancing(
    ModelName name,
    List<Share> shares,
    Choosing choosing,
    double saturationThreshold,
    boolean raisesComplexity,
    SourceRef at) {
  /** {@code parameters.saturation_threshold} where the entry does not say. */
  public static final double DEFAULT_SATURATION = 0.8;

  public Balancing {
    shares = List.copyOf(shares);
  }

  /**
   * One who takes part.
   *
   * @param provider who
   * @param preferredModel the model that it is asked for, or null where the rules of names decide
   * @param weight from 0; equal ones where the entry gives none
   * @param condition when it is meant, or null for always
   */
  public record Share(
      ProviderName provider,
      @Nullable ModelName preferredModel,
      double weight,
      @Nullable Condition condition) {}
}
