package lab.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import lab.contract.SourceRef;

/** Tells of entries that no request can ever reach, because something always comes before. */
final class ReachCheck {
  private final Configuration configuration;
  private final Findings findings;
  private final Set<String> models = new HashSet<>();

  ReachCheck(Configuration configuration, Findings findings) {
    this.configuration = configuration;
    this.findings = findings;
    configuration.exact().keySet().forEach(name -> models.add(name.value()));
    configuration.choices().aliases().keySet().forEach(name -> models.add(name.value()));
    for (Provider provider : configuration.providers().values()) {
      if (provider.status() == ProviderStatus.ACTIVE) {
        provider.models().forEach(model -> models.add(model.name().value()));
      }
    }
  }

  void check() {
    checkPatterns();
    checkCapabilities();
    checkFallbacks();
    checkChains();
    checkMetadataRules();
    checkProviders();
  }

  private void checkPatterns() {
    for (PatternRule rule : configuration.patterns()) {
      String name = PatternShadows.onlyName(rule.pattern().pattern());
      if (name != null && models.contains(name)) {
        findings.warning(
            rule.at(),
            "the pattern for \"%s\" can never be reached: that name is one of a model"
                .formatted(name));
      }
    }
  }

  private void checkCapabilities() {
    for (Capability capability : configuration.choices().capabilities().values()) {
      if (models.contains(capability.name())) {
        findings.warning(
            capability.at(),
            "capabilities.%s can not be reached as a model: a model has that name; the header X-Capability reaches it"
                .formatted(capability.name()));
      }
    }
  }

  private void checkFallbacks() {
    for (ExactMatch match : configuration.exact().values()) {
      String fallback = match.fallback();
      Chain chain = configuration.chains().get(match.name());
      if (fallback == null) {
        continue;
      }
      if (fallback.equals(match.name().value())) {
        findings.warning(
            match.at(), "exact_matches[%s].fallback is the entry itself".formatted(match.name()));
      } else if (chain != null && chain.entries().isEmpty()) {
        findings.warning(
            match.at(),
            "exact_matches[%s].fallback can never serve: the chain at %s is [], which ends everything"
                .formatted(match.name(), chain.at()));
      }
    }
  }

  private void checkChains() {
    configuration.chains().forEach((name, chain) -> checkChain(name.value(), chain));
    if (configuration.defaultChain() != null) {
      checkChain("default", configuration.defaultChain());
    }
  }

  private void checkChain(String name, Chain chain) {
    Set<String> before = new HashSet<>();
    for (String entry : chain.entries()) {
      if (!before.add(entry)) {
        findings.warning(
            chain.at(),
            "fallback_chains[%s] has %s twice; nobody is tried a second time"
                .formatted(name, entry));
      }
    }
  }

  private void checkMetadataRules() {
    Map<String, SourceRef> before = new HashMap<>();
    for (MetadataRule rule : configuration.choices().metadataRules()) {
      SourceRef always = before.get("always");
      SourceRef earlier =
          always != null ? always : before.putIfAbsent(rule.condition().written(), rule.at());
      if (earlier != null) {
        findings.warning(
            rule.at(),
            "request_metadata_routing.%s can never be reached: the rule at %s holds whenever it does"
                .formatted(rule.name(), earlier));
      }
    }
  }

  private void checkProviders() {
    Set<String> named = new MentionedNames(configuration).all();
    for (Provider provider : configuration.providers().values()) {
      boolean routed = !provider.models().isEmpty() || named.contains(provider.name().value());
      if (provider.status() != ProviderStatus.ACTIVE || routed) {
        continue;
      }
      if (!configuration.health().enabled()) {
        findings.warning(
            provider.at(),
            "nothing routes to providers.%s: it lists no model, no rule names it, and polls are off"
                .formatted(provider.name()));
      } else if (!named.isEmpty()) { // without rules everything is left to polls on purpose
        findings.info(
            provider.at(),
            "providers.%s lists no model, and no rule names it: it gets what polls find there"
                .formatted(provider.name()));
      }
    }
  }
}
