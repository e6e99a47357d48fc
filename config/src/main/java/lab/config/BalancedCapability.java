package lab.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import lab.contract.SourceRef;

/**
 * Tells what of a capability has no effect because a balancing entry of its name chooses. Its
 * filters hold, its fallback comes after, and a provider without a {@code preferred_model} is asked
 * for the first of the capability's models that it has.
 *
 * @param capability what is asked for
 * @param entry who chooses
 */
record BalancedCapability(Capability capability, Balancing entry, Names names, Findings findings) {

  void check() {
    String path = "capabilities." + capability.name();
    if (!capability.choosing().at().equals(SourceRef.BUILT_IN)) {
      lacksEffect(capability.choosing().at(), path + ".routing_strategy");
    }
    Set<String> unserved = new LinkedHashSet<>(capability.preferred());
    unserved.addAll(capability.byComplexity().values());
    unserved.addAll(capability.byContext().values());
    unserved.removeIf(this::mayBeAsked);
    if (!unserved.isEmpty()) {
      lacksEffect(capability.at(), path + ": " + String.join(", ", unserved));
    }
    if (capability.provider() != null && !shares(capability.provider().value())) {
      lacksEffect(capability.at(), path + ".provider");
    }
  }

  private void lacksEffect(SourceRef at, String what) {
    findings.warning(
        at,
        "%s has no effect: load_balancing[%s] chooses (%s)"
            .formatted(what, entry.name(), entry.at()));
  }

  private boolean shares(String provider) {
    return entry.shares().stream().anyMatch(share -> share.provider().value().equals(provider));
  }

  /** Whether the name is a provider's of the entry, or a model's that one of them may serve. */
  private boolean mayBeAsked(String name) {
    return shares(name) || entry.shares().stream().anyMatch(share -> mayServe(share, name));
  }

  private boolean mayServe(Balancing.Share share, String name) {
    if (share.preferredModel() != null) {
      return share.preferredModel().value().equals(name);
    }
    List<ModelEntry> listed = names.models(share.provider().value());
    return names.models(name).stream().anyMatch(listed::contains);
  }
}
