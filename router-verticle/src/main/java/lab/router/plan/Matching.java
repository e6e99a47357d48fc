package lab.router.plan;

import java.util.List;
import java.util.OptionalDouble;
import lab.config.DefaultRules.SizeRule;
import lab.config.ExactMatch;
import lab.config.ModelEntry;
import lab.config.PatternRule;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.SourceRef;
import lab.contract.Stage;
import lab.router.live.LiveLists;
import lab.router.plan.Match.Choice;
import org.jspecify.annotations.Nullable;

/**
 * Finds the stage that knows a name: exact, then pattern, then default.
 *
 * @param plan the rules
 * @param lists what polls found
 * @param sameModelOnly the name may not become another model's: two embeddings of different models
 *     can not be compared
 */
record Matching(Plan plan, LiveLists lists, boolean sameModelOnly) {

  /** The first rule that matches; a match without choices where none does. */
  Match of(ModelName asked) {
    Match found = exact(asked);
    found = found == null ? listed(asked) : found;
    found = found == null ? pattern(asked) : found;
    found = found == null ? live(asked) : found;
    found = found == null && !sameModelOnly ? family(asked) : found;
    found = found == null ? size(asked) : found;
    return found == null ? defaultProvider() : found;
  }

  private @Nullable Match exact(ModelName asked) {
    ExactMatch exact = plan.exact(asked);
    if (exact == null) {
      return null;
    }
    List<Choice> targets =
        exact.targets().stream()
            .map(target -> new Choice(plan.backend(target.provider()), target.backendModel()))
            .toList();
    return new Match(Stage.EXACT, asked.value(), exact.at(), targets, exact.fallback());
  }

  private @Nullable Match listed(ModelName asked) {
    List<Backend> having = plan.listedBy(asked);
    for (Backend backend : having) {
      ModelEntry entry = backend.entry(asked);
      if (backend.active() && entry != null) {
        return new Match(Stage.EXACT, asked.value(), entry.at(), choices(having), null);
      }
    }
    return null;
  }

  private @Nullable Match pattern(ModelName asked) {
    for (PatternRule rule : plan.patterns()) {
      if (rule.pattern().matcher(asked.value()).lookingAt()) {
        List<Choice> one = choices(List.of(plan.backend(rule.provider())));
        String written = rule.pattern().pattern();
        return new Match(Stage.PATTERN, written, rule.at(), one, rule.fallback());
      }
    }
    return null;
  }

  private @Nullable Match live(ModelName asked) {
    List<Backend> having =
        usable().stream().filter(backend -> backend.onLiveList(asked, lists)).toList();
    return having.isEmpty()
        ? null
        : byDefault("live list of " + having.getFirst().name(), choices(having), null);
  }

  /** The same model under another tag: {@code llama3.1:latest} for {@code llama3.1:8b}. */
  private @Nullable Match family(ModelName asked) {
    List<Choice> cousins =
        usable().stream()
            .map(backend -> new Choice(backend, cousin(asked, backend)))
            .filter(choice -> choice.given() != null)
            .toList();
    return cousins.isEmpty()
        ? null
        : byDefault("same family: " + asked + " -> " + cousins.getFirst().given(), cousins, null);
  }

  private @Nullable ModelName cousin(ModelName asked, Backend backend) {
    String family = familyOf(asked);
    ModelName first = null;
    for (ModelName live : backend.liveList(lists)) {
      if (live.value().equals(family + ":latest")) {
        return live;
      }
      if (first == null && familyOf(live).equals(family)) {
        first = live;
      }
    }
    return first;
  }

  private static String familyOf(ModelName name) {
    int tag = name.value().lastIndexOf(':');
    return tag < 0 ? name.value() : name.value().substring(0, tag);
  }

  private @Nullable Match size(ModelName asked) {
    OptionalDouble size = ModelSize.inName(asked.value());
    if (size.isEmpty()) {
      return null;
    }
    for (SizeRule rule : plan.defaults().bySize()) {
      if (rule.covers(size.getAsDouble())) {
        List<Choice> one = choices(List.of(plan.backend(rule.provider())));
        String written = "model_size_routing: " + Billions.range(rule);
        return new Match(Stage.DEFAULT, written, rule.at(), one, rule.fallback());
      }
    }
    return null;
  }

  private Match defaultProvider() {
    ProviderName provider = plan.defaults().provider();
    return provider == null
        ? byDefault("no rule matches", List.of(), null)
        : byDefault(
            "default_provider: " + provider, choices(List.of(plan.backend(provider))), null);
  }

  private Match byDefault(String rule, List<Choice> choices, @Nullable String fallback) {
    SourceRef at = plan.defaultsAt();
    return new Match(Stage.DEFAULT, rule, at, choices, fallback);
  }

  private List<Backend> usable() {
    return plan.backends().stream().filter(backend -> backend.barred() == null).toList();
  }

  private static List<Choice> choices(List<Backend> backends) {
    return backends.stream().map(backend -> new Choice(backend, null)).toList();
  }
}
