package lab.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * LiteLLM's {@code optional_pre_call_checks}: one of them is made here, the others are not for a
 * reason each.
 */
final class PreCallChecks {
  private static final String KEY = "optional_pre_call_checks";
  private static final String ALONE = "every request is decided on its own";

  /** Whether {@code rpm} and {@code tpm} of entries are limits, beside being weights. */
  private static final String RATE_LIMITS = "enforce_model_rate_limits";

  private static final Map<String, String> REASONS =
      new TreeMap<>(
          Map.of(
              "router_budget_limiting",
              "budgets stand in rate_limits and rate_limit_settings.limits",
              "prompt_caching",
              ALONE,
              "responses_api_deployment_check",
              "the responses API is not spoken",
              "encrypted_content_affinity",
              ALONE,
              "deployment_affinity",
              ALONE,
              "session_affinity",
              ALONE,
              "forward_client_headers_by_model_group",
              "no header of a client is sent on"));

  private PreCallChecks() {}

  /** Whether limits stand in a {@code model_list}. */
  static boolean areEntriesLimits(YamlMap router) {
    return router.items(KEY).stream().anyMatch(item -> RATE_LIMITS.equals(item.text()));
  }

  private static Set<String> known() {
    Set<String> known = new TreeSet<>(REASONS.keySet());
    known.add(RATE_LIMITS);
    return known;
  }

  /** Tells of each one why it has no effect, and of names that are none. */
  static void check(YamlMap router) {
    Map<String, String> told = new LinkedHashMap<>();
    for (YamlValue item : router.items(KEY)) {
      String name = item.text();
      String reason = name == null ? null : REASONS.get(name);
      if (name != null && reason != null) {
        told.put(name, reason);
      } else if (name != null && !name.equals(RATE_LIMITS)) {
        item.error("is %s, no known check%s".formatted(item.shown(), Nearest.hint(name, known())));
      }
    }
    YamlValue value = router.value(KEY);
    if (value != null) {
      told.forEach(
          (name, reason) ->
              router
                  .source()
                  .findings()
                  .info(value.at(), "%s: %s has no effect here: %s".formatted(KEY, name, reason)));
    }
  }
}
