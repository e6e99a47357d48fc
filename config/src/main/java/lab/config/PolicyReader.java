package lab.config;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import lab.config.RetryPolicies.RetryPolicy;
import lab.contract.FailureKind;
import lab.contract.ModelName;

/**
 * Reads LiteLLM's policies, which give a number for each class of errors: {@code
 * TimeoutErrorRetries}. Of those classes only these have a kind here that a number can be for.
 */
final class PolicyReader {
  private static final int MOST_RETRIES = 100;
  private static final int MOST_FAILURES = 1_000_000;

  private static final Map<String, FailureKind> KINDS = kinds();

  private final YamlMap router;

  PolicyReader(YamlMap gateway) {
    router = gateway.map("router_settings");
  }

  private static Map<String, FailureKind> kinds() {
    Map<String, FailureKind> kinds = new LinkedHashMap<>();
    kinds.put("Timeout", FailureKind.TIMEOUT);
    kinds.put("RateLimit", FailureKind.RATE);
    kinds.put("BadGateway", FailureKind.SERVER);
    kinds.put("InternalServer", FailureKind.SERVER); // where both are there, this one counts
    kinds.put("ServiceUnavailable", FailureKind.OVERLOAD);
    return kinds;
  }

  /** {@code retry_policy} and {@code model_group_retry_policy}. */
  RetryPolicies retries(References references) {
    Map<ModelName, RetryPolicy> byName = new LinkedHashMap<>();
    YamlMap groups = router.map("model_group_retry_policy");
    groups
        .maps()
        .forEach(
            (name, policy) -> {
              if (!name.isBlank()) {
                byName.put(
                    new ModelName(name), retries(policy.knownAs(Section.GROUP_RETRY_POLICY)));
              }
            });
    groups.values().forEach((name, value) -> references.asked(value, name));
    return new RetryPolicies(
        retries(router.map("retry_policy").knownAs(Section.RETRY_POLICY)), byName);
  }

  private static RetryPolicy retries(YamlMap policy) {
    Map<FailureKind, Integer> byKind = read(policy, "ErrorRetries", MOST_RETRIES);
    Integer busy = byKind.get(FailureKind.OVERLOAD);
    if (busy != null) {
      byKind.put(FailureKind.LOADING, busy);
    }
    return new RetryPolicy(byKind, policy.whole("DefaultRetries", 0, MOST_RETRIES));
  }

  /** {@code allowed_fails_policy}: failures that do not yet lead to a rest. */
  Map<FailureKind, Integer> allowedFails() {
    YamlMap policy = router.map("allowed_fails_policy").knownAs(Section.ALLOWED_FAILS_POLICY);
    Map<FailureKind, Integer> allowed = read(policy, "ErrorAllowedFails", MOST_FAILURES);
    allowed.remove(FailureKind.RATE); // one is enough
    return allowed;
  }

  private static Map<FailureKind, Integer> read(YamlMap policy, String ending, int most) {
    Map<FailureKind, Integer> read = new EnumMap<>(FailureKind.class);
    KINDS.forEach(
        (word, kind) -> {
          Integer count = policy.whole(word + ending, 0, most);
          if (count != null) {
            read.put(kind, count);
          }
        });
    return read;
  }
}
