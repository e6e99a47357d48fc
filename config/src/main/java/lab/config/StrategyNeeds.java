package lab.config;

import java.util.ArrayList;
import java.util.List;
import lab.contract.ModelName;
import lab.contract.SourceRef;

/** Tells of strategies that lack what they choose by, and of what no strategy asks for. */
final class StrategyNeeds {
  private final Names names;
  private final Findings findings;

  StrategyNeeds(Names names, Findings findings) {
    this.names = names;
    this.findings = findings;
  }

  void check(Choices choices) {
    for (Capability capability : choices.capabilities().values()) {
      Balancing entry = choices.balancing().get(new ModelName(capability.name()));
      if (entry == null) {
        check(capability);
      } else {
        new BalancedCapability(capability, entry, names, findings).check();
      }
    }
    choices.balancing().values().forEach(this::check);
    Strategy exact = choices.exact().strategy();
    if (exact == Strategy.COMPLEXITY_BASED || exact == Strategy.CONTEXT_BASED) {
      lacks(choices.exact().at(), "router_settings.routing_strategy", choices.exact(), "threshold");
    }
  }

  private void check(Capability capability) {
    String path = "capabilities." + capability.name();
    Strategy strategy = capability.choosing().strategy();
    checkThresholds(
        capability,
        strategy == Strategy.COMPLEXITY_BASED,
        capability.byComplexity().isEmpty(),
        path + ".complexity_thresholds");
    checkThresholds(
        capability,
        strategy == Strategy.CONTEXT_BASED,
        capability.byContext().isEmpty(),
        path + ".context_thresholds");
    List<String> candidates = new ArrayList<>(capability.preferred());
    if (capability.provider() != null) {
      candidates.add(capability.provider().value());
    }
    checkPrices(path, capability.choosing(), candidates, capability.at());
  }

  private void checkThresholds(Capability of, boolean needed, boolean absent, String path) {
    String written = of.choosing().written();
    if (needed && absent) {
      findings.warning(
          of.choosing().at(),
          "%s is missing, by which %s chooses: the first fit one is taken"
              .formatted(path, written));
    } else if (!needed && !absent) {
      findings.warning(of.at(), "%s have no effect: the strategy is %s".formatted(path, written));
    }
  }

  private void check(Balancing entry) {
    String path = "load_balancing[" + entry.name() + "]";
    List<String> candidates =
        entry.shares().stream().map(share -> share.provider().value()).toList();
    boolean unconditional = entry.shares().stream().allMatch(share -> share.condition() == null);
    switch (entry.choosing().strategy()) {
      case COMPLEXITY_BASED, CONTEXT_BASED ->
          lacks(entry.choosing().at(), path + ".strategy", entry.choosing(), "threshold");
      case QUALITY_BASED -> {
        if (unconditional) {
          lacks(entry.choosing().at(), path + ".strategy", entry.choosing(), "condition");
        }
      }
      default -> checkPrices(path, entry.choosing(), candidates, entry.at());
    }
  }

  private void checkPrices(String path, Choosing choosing, List<String> candidates, SourceRef at) {
    boolean priced =
        candidates.stream()
            .flatMap(name -> names.models(name).stream())
            .anyMatch(model -> model.price() != null);
    if (choosing.strategy() == Strategy.CHEAPEST && !candidates.isEmpty() && !priced) {
      findings.warning(
          at,
          "%s chooses by price (%s), and no candidate has one: the first fit one is taken"
              .formatted(path, choosing.written()));
    }
  }

  private void lacks(SourceRef at, String path, Choosing choosing, String what) {
    findings.warning(
        at,
        "%s is %s, but there is no %s to choose by: the first fit one is taken"
            .formatted(path, choosing.written(), what));
  }
}
