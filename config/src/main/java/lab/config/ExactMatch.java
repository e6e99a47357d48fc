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
   */
  public record Target(ProviderName provider, @Nullable ModelName backendModel) {}
}
