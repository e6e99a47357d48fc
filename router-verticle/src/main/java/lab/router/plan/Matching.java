package lab.router.plan;

import java.util.List;
import java.util.OptionalDouble;
import lab.config.Balancing;
import lab.config.Capability;
import lab.config.DefaultRules.SizeRule;
import lab.config.ExactMatch;
import lab.config.ModelEntry;
import lab.config.PatternRule;
import lab.config.Wildcard;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.SourceRef;
import lab.contract.Stage;
import lab.router.choose.Part;
import lab.router.live.LiveLists;
import lab.router.plan.Match.By;
import lab.router.plan.Match.Choice;
import org.jspecify.annotations.Nullable;

/**
 * Finds the stage that knows a name: exact, then pattern, then capability, then load balancing,
 * then default.
 *
 * @param plan the rules
 * @param lists what polls found
 * @param sameModelOnly the name may not become another model's: two embeddings of different models
 *     can not be compared
 */
record Matching(Plan plan, LiveLists lists, boolean sameModelOnly) {

  /**
   * The first rule that matches; a match without choices where none does.
   *
   * @param capability what is asked for beside the name, or null
   */
  Match of(ModelName asked, @Nullable String capability) {
    Match named = byName(asked);
    if (named != null) {
      return balanced(named, asked);
    }
    String wanted = capability == null ? asked.value() : capability;
    Capability known = plan.capability(wanted);
    if (known != null) {
      return of(known);
    }
    Balancing entry = plan.balancing(asked);
    return entry == null
        ? byDefault(asked)
        : new Members(plan, lists).balancing(entry, asked, null);
  }

  /** The match of a capability, whatever model carries its name. */
  Match of(Capability capability) {
    Match match = new Members(plan, lists).capability(capability, this::single);
    return balanced(match, new ModelName(capability.name()));
  }

  /** A match by the model's own name, or null where no rule has or matches it. */
  private @Nullable Match byName(ModelName asked) {
    Match found = exact(asked);
    found = found == null ? listed(asked) : found;
    found = found == null ? wildcard(asked) : found;
    return found == null ? pattern(asked) : found;
  }

  /** Whom a name in the list of a capability means: a model's servers, as they are listed. */
  private Match single(ModelName asked) {
    ModelName meant = plan.meant(asked);
    Match named = byName(meant);
    return named == null ? byDefault(meant) : named;
  }

  private Match balanced(Match match, ModelName name) {
    Balancing entry = plan.balancing(name);
    return entry == null ? match : new Members(plan, lists).balancing(entry, name, match);
  }

  private @Nullable Match exact(ModelName asked) {
    ExactMatch exact = plan.exact(asked);
    return exact == null
        ? null
        : new Match(
            Stage.EXACT,
            asked.value(),
            exact.at(),
            new Members(plan, lists).targets(exact.targets(), asked, null),
            plan.choices().exact(),
            asked.value(),
            exact.fallback());
  }

  private @Nullable Match listed(ModelName asked) {
    List<Backend> having = plan.listedBy(asked);
    for (Backend backend : having) {
      ModelEntry entry = backend.entry(asked);
      if (backend.active() && entry != null) {
        return new Match(
            Stage.EXACT,
            asked.value(),
            entry.at(),
            choices(having, asked, By.MODEL),
            plan.choices().exact(),
            asked.value(),
            null);
      }
    }
    return null;
  }

  private @Nullable Match wildcard(ModelName asked) {
    Wildcard best = null;
    for (Wildcard wildcard : plan.choices().wildcards()) {
      if (wildcard.covers(asked) && (best == null || sureness(wildcard) > sureness(best))) {
        best = wildcard;
      }
    }
    if (best == null) {
      return null;
    }
    String rule = best.before() + "*" + best.after();
    String star =
        asked
            .value()
            .substring(best.before().length(), asked.value().length() - best.after().length());
    List<Choice> targets = new Members(plan, lists).targets(best.targets(), asked, star);
    return new Match(Stage.EXACT, rule, best.at(), targets, plan.choices().exact(), rule, null);
  }

  private static int sureness(Wildcard wildcard) {
    return wildcard.before().length() + wildcard.after().length();
  }

  private @Nullable Match pattern(ModelName asked) {
    PatternRule rule = plan.pattern(asked.value());
    return rule == null ? null : of(rule, asked);
  }

  /** The match of a pattern, for a name that it takes. */
  Match of(PatternRule rule, ModelName asked) {
    return new Match(
        Stage.PATTERN,
        rule.pattern().pattern(),
        rule.at(),
        choices(List.of(plan.backend(rule.provider())), asked, By.MODEL),
        Match.LISTED,
        rule.pattern().pattern(),
        rule.fallback());
  }

  private Match byDefault(ModelName asked) {
    Match found = live(asked);
    found = found == null && !sameModelOnly ? family(asked) : found;
    found = found == null ? size(asked) : found;
    return found == null ? defaultProvider(asked) : found;
  }

  private @Nullable Match live(ModelName asked) {
    List<Backend> having =
        plan.usable().stream().filter(backend -> backend.onLiveList(asked, lists)).toList();
    if (having.isEmpty()) {
      return null;
    }
    String rule = "live list of " + having.getFirst().name();
    return several(rule, asked, choices(having, asked, By.MODEL_ALONE));
  }

  /** The same model under another tag: {@code llama3.1:latest} for {@code llama3.1:8b}. */
  private @Nullable Match family(ModelName asked) {
    List<Choice> cousins =
        plan.usable().stream()
            .map(one -> choice(one, asked, lists.cousin(one.name(), asked), By.MODEL_ALONE))
            .filter(choice -> choice.given() != null)
            .toList();
    return cousins.isEmpty()
        ? null
        : several("same family: " + asked + " -> " + cousins.getFirst().given(), asked, cousins);
  }

  private @Nullable Match size(ModelName asked) {
    OptionalDouble size = ModelSize.inName(asked.value());
    if (size.isEmpty()) {
      return null;
    }
    for (SizeRule rule : plan.defaults().bySize()) {
      if (rule.covers(size.getAsDouble())) {
        List<Backend> one = List.of(plan.backend(rule.provider()));
        String written = "model_size_routing: " + Billions.range(rule);
        List<Choice> choices = choices(one, asked, By.MODEL_ALONE);
        return new Match(
            Stage.DEFAULT, written, rule.at(), choices, Match.LISTED, written, rule.fallback());
      }
    }
    return null;
  }

  private Match defaultProvider(ModelName asked) {
    ProviderName provider = plan.defaults().provider();
    String rule = provider == null ? "no rule matches" : "default_provider: " + provider;
    List<Backend> one = provider == null ? List.of() : List.of(plan.backend(provider));
    List<Choice> choices = choices(one, asked, By.MODEL_ALONE);
    SourceRef at = plan.defaultsAt();
    return new Match(Stage.DEFAULT, rule, at, choices, Match.LISTED, rule, null);
  }

  /** Several live servers of one model are chosen among like those of an exact name. */
  private Match several(String rule, ModelName asked, List<Choice> choices) {
    return new Match(
        Stage.DEFAULT,
        rule,
        plan.defaultsAt(),
        choices,
        plan.choices().exact(),
        asked.value(),
        null);
  }

  private static List<Choice> choices(List<Backend> backends, ModelName asked, By named) {
    return backends.stream().map(backend -> choice(backend, asked, null, named)).toList();
  }

  private static Choice choice(
      Backend backend, ModelName asked, @Nullable ModelName given, By named) {
    return new Choice(backend, asked, given, named, Part.named(backend.name().value()));
  }
}
