package lab.config;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lab.contract.ProviderName;
import org.jspecify.annotations.Nullable;

/** Every name that some rule of a configuration sends requests to. */
final class MentionedNames {
  private final Set<String> all = new HashSet<>();

  MentionedNames(Configuration configuration) {
    configuration.exact().values().forEach(this::add);
    for (PatternRule rule : configuration.patterns()) {
      add(rule.provider(), rule.fallback());
    }
    configuration.chains().values().forEach(chain -> all.addAll(chain.entries()));
    if (configuration.defaultChain() != null) {
      all.addAll(configuration.defaultChain().entries());
    }
    add(configuration.defaults());
    add(configuration.choices());
  }

  private void add(ExactMatch match) {
    addTargets(match.targets());
    add(null, match.fallback());
  }

  private void addTargets(List<ExactMatch.Target> targets) {
    targets.forEach(target -> add(target.provider(), null));
  }

  private void add(DefaultRules rules) {
    add(rules.provider(), rules.fallback());
    rules.bySize().forEach(rule -> add(rule.provider(), rule.fallback()));
  }

  private void add(Choices choices) {
    for (Capability capability : choices.capabilities().values()) {
      add(capability.provider(), capability.fallback());
      addAll(capability.preferred());
      addAll(capability.byComplexity().values());
      addAll(capability.byContext().values());
    }
    choices.balancing().values().stream()
        .flatMap(entry -> entry.shares().stream())
        .forEach(share -> add(share.provider(), null));
    choices.metadataRules().forEach(rule -> add(rule.provider(), null));
    choices.onTooLong().values().forEach(chain -> addAll(chain.entries()));
    choices.onFiltered().values().forEach(chain -> addAll(chain.entries()));
    choices.wildcards().forEach(wildcard -> addTargets(wildcard.targets()));
  }

  private void addAll(Collection<String> names) {
    all.addAll(names);
  }

  private void add(@Nullable ProviderName provider, @Nullable String fallback) {
    if (provider != null) {
      all.add(provider.value());
    }
    if (fallback != null) {
      all.add(fallback);
    }
  }

  Set<String> all() {
    return all;
  }
}
