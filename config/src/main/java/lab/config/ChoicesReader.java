package lab.config;

import java.util.List;
import java.util.Map;
import lab.config.Choices.TagMatching;
import lab.contract.ModelName;

/** Puts together what chooses among several, out of the mappings and the node's settings. */
final class ChoicesReader {
  private static final int MOST_FALLBACKS = 1_000_000;

  private ChoicesReader() {}

  static Choices read(
      Mappings mappings,
      YamlMap mappingsFile,
      YamlMap gatewayFile,
      List<Wildcard> wildcards,
      Map<ModelName, Alias> aliases,
      References references) {
    YamlMap router = gatewayFile.map("router_settings");
    PolicyReader policies = new PolicyReader(gatewayFile);
    KindFallbacks byKind = new KindFallbacks(gatewayFile, references);
    return new Choices(
        mappings.capabilities(),
        mappings.balancing(),
        mappings.metadataRules(),
        new SpecialCasesReader(mappingsFile, gatewayFile, policies).read(),
        mappings.strategies().choosing(router, "routing_strategy", Choosing.DEFAULT),
        router.flag("enable_pre_call_checks", true),
        tags(router),
        byKind.read("context_window_fallbacks"),
        byKind.read("content_policy_fallbacks"),
        wildcards,
        aliases,
        policies.retries(references).with(aliases.values()),
        router.whole("max_fallbacks", 0, MOST_FALLBACKS));
  }

  private static TagMatching tags(YamlMap router) {
    boolean anyIsEnough = router.flag("tag_filtering_match_any", true);
    if (!router.flag("enable_tag_filtering", false)) {
      return TagMatching.OFF;
    }
    return anyIsEnough ? TagMatching.ANY : TagMatching.ALL;
  }
}
