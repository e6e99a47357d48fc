package lab.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lab.contract.ModelName;

/** Checks {@code fallback_chains} as a whole: cycles, and steps down that are too steep. */
final class ChainsCheck {
  private static final double STEEP = 10;

  private final Mappings mappings;
  private final Names names;
  private final References references;
  private final Findings findings;
  private final Set<String> done = new HashSet<>();
  private final LinkedHashSet<String> open = new LinkedHashSet<>();

  ChainsCheck(Mappings mappings, Names names, References references, Findings findings) {
    this.mappings = mappings;
    this.names = names;
    this.references = references;
    this.findings = findings;
  }

  void check() {
    for (Map.Entry<ModelName, Chain> each : mappings.chains().entrySet()) {
      String name = each.getKey().value();
      walk(name, each.getValue());
      checkSteps(name, each.getValue());
      checkUse(name, each.getValue());
    }
    if (mappings.defaultChain() != null) {
      checkSteps("default", mappings.defaultChain());
    }
  }

  private void walk(String name, Chain chain) {
    if (done.contains(name)) {
      return;
    }
    open.add(name);
    for (String next : chain.entries()) {
      if (open.contains(next)) {
        tellCycle(next, chain);
      } else {
        Chain further = next.isEmpty() ? null : mappings.chains().get(new ModelName(next));
        if (further != null) {
          walk(next, further);
        }
      }
    }
    open.remove(name);
    done.add(name);
  }

  private void tellCycle(String back, Chain closing) {
    List<String> cycle = new ArrayList<>(open);
    cycle = new ArrayList<>(cycle.subList(cycle.indexOf(back), cycle.size()));
    cycle.add(back);
    findings.error(closing.at(), "fallback_chains form a cycle: " + String.join(" -> ", cycle));
  }

  private void checkSteps(String name, Chain chain) {
    String before = name;
    for (String next : chain.entries()) {
      Double from = names.size(before);
      Double to = names.size(next);
      if (from != null && to != null && from > to * STEEP) {
        findings.warning(
            chain.at(),
            "fallback_chains[%s] falls from %s (%sB) to %s (%sB) in one step"
                .formatted(name, before, billions(from), next, billions(to)));
      }
      before = next;
    }
  }

  private static String billions(double size) {
    return size == Math.rint(size) ? Long.toString((long) size) : Double.toString(size);
  }

  private void checkUse(String name, Chain chain) {
    if (!names.isAskedFor(name)) {
      findings.warning(
          chain.at(),
          "fallback_chains[%s] holds only for a client that asks for a name nothing else mentions%s"
              .formatted(name, references.hint(name, names.all())));
    }
  }
}
