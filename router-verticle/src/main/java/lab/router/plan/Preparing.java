package lab.router.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lab.config.Capability;
import lab.config.Chain;
import lab.config.PatternRule;
import lab.contract.Candidate;
import lab.contract.LeftOut;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.contract.Stage;
import lab.router.choose.Option;
import lab.router.choose.Orderings;
import lab.router.choose.Orderings.Levels;
import lab.router.choose.Part;
import lab.router.live.LiveLists;
import lab.router.plan.Match.By;
import lab.router.plan.Match.Choice;
import lab.router.plan.Naming.Named;
import org.jspecify.annotations.Nullable;

/** Prepares routes from the plan and one snapshot of what polls found. */
final class Preparing {
  private static final String TOO_LONG = "context window";
  private static final String FILTERED = "content policy";
  private static final String OTHER_MODEL = " never moves to another model";

  private final Plan plan;
  private final Operation operation;
  private final boolean sameModelOnly;
  private final Orderings orderings;
  private final Matching matching;
  private final Naming naming;

  /** Those that an entry of the configuration brings in, where it does so for every request. */
  private final Map<Entry, Group> entries = new HashMap<>();

  private record Entry(String name, String source, @Nullable String tier) {}

  Preparing(Plan plan, LiveLists lists, Operation operation, Orderings orderings) {
    this.plan = plan;
    this.operation = operation;
    this.sameModelOnly = operation.needsSameModel();
    this.orderings = orderings;
    this.matching = new Matching(plan, lists, sameModelOnly);
    this.naming = new Naming(plan, lists, sameModelOnly);
  }

  /**
   * Prepares the route of a name.
   *
   * @param requested what the client asked for
   * @param capability what the client asked for beside it, or null
   * @param unnamed how the name was found where the client gave none; empty where it did
   */
  Route route(ModelName requested, @Nullable String capability, String unnamed) {
    ModelName meant = plan.meant(requested);
    String alias = meant.equals(requested) ? "" : requested + " -> ";
    return route(matching.of(meant, capability), requested, capability, unnamed + alias);
  }

  /** Prepares the route of a capability that is asked for instead of a model. */
  Route route(Capability capability) {
    ModelName name = new ModelName(capability.name());
    return route(matching.of(capability), name, capability.name(), "");
  }

  /** Prepares the route of a name for which this pattern is the first that matches. */
  Route route(PatternRule pattern, ModelName asked) {
    return route(matching.of(pattern, asked), asked, null, "");
  }

  private Route route(
      Match match, ModelName requested, @Nullable String capability, String unnamed) {
    ModelName meant = plan.meant(requested);
    ModelName asked = isCapability(match) ? new ModelName(match.rule()) : meant;
    // An alias may have chains of its own.
    ModelName alias = meant.equals(requested) ? asked : requested;
    Group choice = choice(match);
    Models allowed = new Models(asked, choice);
    return new Route(
        asked,
        choice,
        match.stage() == Stage.EXACT ? List.of() : idle(asked),
        unnamed + match.rule(),
        notes(choice, requested, capability),
        first -> after(match, own(plan::chain, alias, asked), asked, first, allowed),
        groups(own(plan.choices().onTooLong()::get, alias, asked), TOO_LONG, asked, allowed),
        groups(own(plan.choices().onFiltered()::get, alias, asked), FILTERED, asked, allowed));
  }

  private static @Nullable Chain own(
      Function<ModelName, @Nullable Chain> chains, ModelName alias, ModelName asked) {
    Chain own = chains.apply(alias);
    return own == null ? chains.apply(asked) : own;
  }

  private static boolean isCapability(Match match) {
    return match.capability() != null;
  }

  /** Those who have the name on their list but are not in use: not matched, yet worth knowing. */
  private List<LeftOut> idle(ModelName asked) {
    List<LeftOut> idle = new ArrayList<>();
    for (Backend backend : plan.listedBy(asked)) {
      if (backend.barred() != null) {
        ModelName model = naming.ofProvider(backend, asked).model();
        idle.add(new LeftOut(backend.name(), model, backend.barred()));
      }
    }
    return idle;
  }

  private List<String> notes(Group choice, ModelName requested, @Nullable String capability) {
    Match match = choice.match();
    Capability known = match.capability();
    if (known != null) {
      List<String> notes = new ArrayList<>(Filter.dropped(known, choice.options()));
      if (match.balancing() != null) {
        notes.add("load_balancing chooses for capability " + known.name());
      }
      return notes;
    }
    if (capability == null) {
      return List.of();
    }
    String because =
        plan.capability(capability) == null
            ? "the configuration has none of that name"
            : match.stage() == Stage.PATTERN
                ? "a pattern matches " + requested
                : requested + " is a name of its own";
    return List.of("capability " + capability + " ignored: " + because);
  }

  private List<Group> after(
      Match match,
      @Nullable Chain own,
      ModelName asked,
      @Nullable ModelName first,
      Models allowed) {
    Chain chain = own;
    if (chain == null && match.fallback() == null) {
      chain = first == null ? null : plan.chain(first);
    }
    if (chain != null && chain.entries().isEmpty()) {
      return List.of(); // Terminal: not even the defaults come after it.
    }
    List<Group> groups = new ArrayList<>(groups(chain, "chain", asked, allowed));
    if (match.fallback() != null) {
      groups.add(group(match.fallback(), "fallback", null, asked, allowed));
    }
    if (match.stage() == Stage.DEFAULT || (chain == null && match.fallback() == null)) {
      groups.addAll(groups(plan.defaultChain(), "default chain", asked, allowed));
      if (plan.defaults().fallback() != null) {
        groups.add(group(plan.defaults().fallback(), "default fallback", null, asked, allowed));
      }
    }
    return groups;
  }

  private List<Group> groups(
      @Nullable Chain chain, String source, ModelName asked, Models allowed) {
    return chain == null
        ? List.of()
        : chain.entries().stream()
            .map(entry -> group(entry, source, chain.tier(), asked, allowed))
            .toList();
  }

  /** One of the client's own fallbacks. */
  Group client(ModelName name, Route route) {
    // Not kept: there is no end of names that clients think of.
    Models allowed = new Models(route.asked(), route.choice());
    return entry(new Entry(name.value(), "client", null), route.asked(), allowed);
  }

  /** The models that a request may be moved to. */
  private final class Models {
    private final Set<ModelName> same;

    Models(ModelName asked, Group choice) {
      same =
          sameModelOnly
              ? Stream.concat(Stream.of(asked), choice.options().stream().map(Option::model))
                  .collect(Collectors.toUnmodifiableSet())
              : Set.of();
    }

    @Nullable String refused(ModelName model) {
      return !sameModelOnly || same.contains(model) ? null : operation.label() + OTHER_MODEL;
    }
  }

  private Group group(
      String name, String source, @Nullable String tier, ModelName asked, Models allowed) {
    Entry entry = new Entry(name, source, tier);
    Group before = entries.get(entry);
    if (before != null) {
      return before;
    }
    Group group = entry(entry, asked, allowed);
    if (!sameModelOnly && plan.providerNamed(name) == null) {
      entries.put(entry, group);
    }
    return group;
  }

  /** An entry of a chain or a fallback: a model's name, or a provider's. */
  private Group entry(Entry entry, ModelName asked, Models allowed) {
    Backend backend = plan.providerNamed(entry.name());
    Match match =
        backend == null
            ? matching.of(plan.meant(new ModelName(entry.name())), null)
            : ofProvider(backend, asked);
    return group(match, entry.source(), entry.tier(), allowed);
  }

  private Match ofProvider(Backend backend, ModelName asked) {
    String name = backend.name().value();
    Choice choice = new Choice(backend, asked, null, By.PROVIDER, Part.named(name));
    return new Match(
        Stage.DEFAULT, name, backend.provider().at(), List.of(choice), Match.LISTED, name, null);
  }

  private Group choice(Match match) {
    return group(match, match.stage().label(), null, null);
  }

  private Group group(Match match, String source, @Nullable String tier, @Nullable Models allowed) {
    List<Option> options = new ArrayList<>(match.choices().size());
    for (Choice choice : match.choices()) {
      options.add(option(choice, source, tier, allowed));
    }
    Capability capability = match.capability();
    Levels levels =
        capability == null
            ? Levels.NONE
            : new Levels(capability.byComplexity(), capability.byContext());
    List<Option> passing = Filter.of(capability, options);
    return new Group(match, passing, orderings.of(match.key(), match.choosing(), levels, passing));
  }

  /** Whom a rule puts first in the default stage, though nothing else brought it in. */
  Option named(Backend backend, ModelName asked, String source) {
    return option(ofProvider(backend, asked).choices().getFirst(), source, null, null);
  }

  private Option option(
      Choice choice, String source, @Nullable String tier, @Nullable Models allowed) {
    Backend backend = choice.backend();
    Named named = naming.chosen(choice);
    ModelName asked = choice.asked();
    return new Option(
        new Candidate(backend.name(), named.model(), source),
        plan.chain(asked) == null ? named.known() : asked,
        backend.nature(named.known(), choice.part().parallel()),
        choice.part(),
        tier,
        never(backend, named, allowed));
  }

  private @Nullable String never(Backend backend, Named named, @Nullable Models allowed) {
    if (backend.barred() != null) {
      return backend.barred();
    }
    if (named.lacked()) {
      return "not on its live list";
    }
    String unable = backend.unable(operation, named.known());
    return unable == null && allowed != null ? allowed.refused(named.model()) : unable;
  }
}
