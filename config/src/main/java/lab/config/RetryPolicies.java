package lab.config;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import org.jspecify.annotations.Nullable;

/**
 * How many second tries a request gets, by the kind of failure that asks for one: {@code
 * retry_policy} and {@code model_group_retry_policy}.
 *
 * @param all for every name
 * @param byName for requests for these names, instead
 */
public record RetryPolicies(RetryPolicy all, Map<ModelName, RetryPolicy> byName) {
  /** What holds where no file says anything. */
  public static final RetryPolicies NONE = new RetryPolicies(RetryPolicy.NONE, Map.of());

  public RetryPolicies {
    byName = Map.copyOf(byName);
  }

  /** The same, where an alias without a policy of its own has that of what it stands for. */
  RetryPolicies with(Collection<Alias> aliases) {
    Map<ModelName, RetryPolicy> further = new HashMap<>(byName);
    for (Alias alias : aliases) {
      RetryPolicy meant = byName.get(alias.target());
      if (meant != null) {
        further.putIfAbsent(alias.name(), meant);
      }
    }
    return new RetryPolicies(all, further);
  }

  /** That of a request for this name; null for a request without one. */
  public RetryPolicy of(@Nullable ModelName asked) {
    return asked == null ? all : byName.getOrDefault(asked, all);
  }

  /**
   * One policy.
   *
   * @param byKind second tries in the whole request after a failure of this kind, from 0
   * @param otherwise after one of any other kind; null where the policy does not say
   */
  public record RetryPolicy(Map<FailureKind, Integer> byKind, @Nullable Integer otherwise) {
    /** It says nothing. */
    public static final RetryPolicy NONE = new RetryPolicy(Map.of(), null);

    public RetryPolicy {
      byKind = Map.copyOf(byKind);
    }

    /**
     * Second tries in the whole request.
     *
     * @param unsaid what holds where the policy does not say
     */
    public int after(FailureKind kind, int unsaid) {
      return byKind.getOrDefault(kind, otherwise == null ? unsaid : otherwise);
    }
  }
}
