package lab.config;

import java.util.List;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.SourceRef;
import org.jspecify.annotations.Nullable;

/**
 * A name that is routed as it stands: an entry of {@code exact_matches}, or of a {@code
 * model_list}.
 *
 * @param name what a client asks for
 * @param targets who serves it, at least one; several where a {@code model_list} has several
 * @param fallback a provider or a model name to try after the chain, or null
 * @param at where it stands
 */
public record ExactMatch(
    ModelName name, List<Target> targets, @Nullable String fallback, SourceRef at) {
  public ExactMatch {
    targets = List.copyOf(targets);
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("exact_matches[" + name + "] has no provider");
    }
  }

  /**
   * One server of an exact name.
   *
   * @param provider who
   * @param backendModel the name that it is asked for, or null where it is the client's
   * @param portion how much of the traffic it takes
   */
  public record Target(ProviderName provider, @Nullable ModelName backendModel, Portion portion) {
    /** A server that takes an equal portion. */
    public Target(ProviderName provider, @Nullable ModelName backendModel) {
      this(provider, backendModel, Portion.EQUAL);
    }
  }

  /**
   * How much of the traffic a server takes: the keys of {@code litellm_params}, and {@code
   * priority} of {@code exact_matches}.
   *
   * @param weight {@code weight}, or null
   * @param rpm {@code rpm}, or null
   * @param tpm {@code tpm}, or null
   * @param order {@code order}, lower first; {@code priority} primary is 1, secondary 2, tertiary 3
   * @param parallel {@code max_parallel_requests}, or null
   * @param tags {@code tags}
   */
  public record Portion(
      @Nullable Double weight,
      @Nullable Integer rpm,
      @Nullable Integer tpm,
      int order,
      @Nullable Integer parallel,
      List<String> tags) {
    /** Nothing said. */
    public static final Portion EQUAL = new Portion(null, null, null, 1, null, List.of());

    public Portion {
      tags = List.copyOf(tags);
    }

    /** An equal portion with a place in the order. */
    public static Portion ofOrder(int order) {
      return new Portion(null, null, null, order, null, List.of());
    }
  }
}
