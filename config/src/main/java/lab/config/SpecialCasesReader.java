package lab.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import lab.config.SpecialCases.Errors;
import lab.contract.FailureKind;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code special_cases}, and below it what LiteLLM calls {@code allowed_fails}, {@code
 * cooldown_time} and {@code disable_cooldowns}.
 */
final class SpecialCasesReader {
  private static final String WARM_FIRST = "prefer_warm_providers";
  private static final int MOST_FAILURES = 1_000_000;

  private final YamlMap cases;
  private final YamlMap litellm;
  private final YamlMap router;
  private final PolicyReader policies;

  SpecialCasesReader(YamlMap mappings, YamlMap gateway, PolicyReader policies) {
    cases = mappings.map("special_cases").knownAs(Section.SPECIAL_CASES);
    litellm = gateway.map("litellm_settings");
    router = gateway.map("router_settings");
    this.policies = policies;
  }

  SpecialCases read() {
    YamlMap first = cases.map("first_request_routing").knownAs(Section.FIRST_REQUEST);
    YamlMap near = cases.map("geographic_routing").knownAs(Section.GEOGRAPHIC);
    return new SpecialCases(
        rateLimited(cases.map("rate_limited_fallback").knownAs(Section.RATE_LIMITED)),
        errors(cases.map("error_based_routing").knownAs(Section.ERROR_BASED)),
        isWarmFirst(first) && first.flag("enabled", true),
        near.flag("prefer_local", false) && near.flag("enabled", true));
  }

  private static boolean isWarmFirst(YamlMap first) {
    String strategy = first.text("strategy");
    if (strategy != null && !strategy.equals(WARM_FIRST)) {
      first.error(
          "strategy",
          "is \"%s\"; it must be %s%s"
              .formatted(strategy, WARM_FIRST, Nearest.hint(strategy, List.of(WARM_FIRST))));
    }
    return WARM_FIRST.equals(strategy);
  }

  private Duration rateLimited(YamlMap map) {
    Duration said = map.duration("fallback_duration_seconds");
    boolean otherwise = map.values().isEmpty() ? !router.flag("disable_cooldowns", false) : true;
    Duration rest = said == null ? SpecialCases.DEFAULT.rateLimited() : said;
    return map.flag("enabled", otherwise) ? rest : Duration.ZERO;
  }

  private Errors errors(YamlMap map) {
    Errors otherwise = elsewhere();
    if (map.values().isEmpty()) {
      return otherwise;
    }
    Integer threshold = map.whole("error_threshold", 1, MOST_FAILURES);
    if (threshold != null && !otherwise.thresholds().isEmpty()) {
      router.warning(
          "allowed_fails_policy", "has no effect: error_based_routing.error_threshold comes first");
    }
    YamlValue value = map.value("failure_share");
    @Nullable Double share = value == null ? null : value.number(0, 1);
    Duration cooldown = map.duration("cooldown_seconds");
    Duration longest = map.duration("longest_cooldown_seconds");
    Duration recovery = map.duration("recovery_seconds");
    return new Errors(
        map.flag("enabled", true),
        threshold == null ? otherwise.threshold() : threshold,
        share == null ? otherwise.share() : share,
        otherwise.window(),
        cooldown == null ? otherwise.cooldown() : cooldown,
        longest == null ? otherwise.longest() : longest,
        recovery == null ? otherwise.recovery() : recovery,
        threshold == null ? otherwise.thresholds() : Map.of());
  }

  /** What holds where {@code error_based_routing} is silent. */
  private Errors elsewhere() {
    Integer allowed = whole("allowed_fails");
    Map<FailureKind, Integer> thresholds = policies.allowedFails();
    thresholds.replaceAll((kind, allowedOfKind) -> allowedOfKind + 1);
    YamlMap place = litellm.has("cooldown_time") ? litellm : router;
    boolean off = router.flag("disable_cooldowns", false) || isZero(place.value("cooldown_time"));
    Duration cooldown = off ? null : place.duration("cooldown_time");
    return new Errors(
        !off,
        allowed == null ? Errors.DEFAULT.threshold() : allowed + 1, // one more is not allowed
        Errors.DEFAULT.share(),
        Errors.DEFAULT.window(),
        cooldown == null ? Errors.DEFAULT.cooldown() : cooldown,
        Errors.DEFAULT.longest(),
        Errors.DEFAULT.recovery(),
        thresholds);
  }

  private @Nullable Integer whole(String key) {
    Integer narrow = litellm.whole(key, 0, MOST_FAILURES);
    Integer wide = router.whole(key, 0, MOST_FAILURES);
    return narrow != null ? narrow : wide;
  }

  /** Zero is written for never. */
  private static boolean isZero(@Nullable YamlValue value) {
    return value != null && value.raw().equals("0");
  }
}
