package lab.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lab.config.condition.Condition;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import org.jspecify.annotations.Nullable;

/**
 * Goes from a request to every rule that may decide for it, in the order of the stages. What only
 * polls can tell is taken as possible, so that rather one rule too many is found than one too few.
 * Used once.
 */
final class RuleWalk {
  private final Configuration configuration;
  private final Choices choices;
  private final RuleText text = new RuleText();
  private final List<Condition> conditions = new ArrayList<>();

  private final AskedModels asking;

  /**
   * What matched a name.
   *
   * @param byDefault whether no rule of its own did
   * @param fallback of the rule, or null
   */
  private record Matched(boolean byDefault, @Nullable String fallback) {}

  RuleWalk(Configuration configuration) {
    this.configuration = configuration;
    this.choices = configuration.choices();
    this.asking = new AskedModels(configuration, text);
  }

  String digest() {
    return text.digest();
  }

  /** Every condition on the way. */
  List<Condition> conditions() {
    return conditions;
  }

  void request(@Nullable ModelName model, @Nullable String capability, List<ModelName> fallbacks) {
    ModelName asked = model == null ? unnamed(capability) : model;
    rulesForAll(asked);
    route(asked, capability);
    fallbacks.forEach(fallback -> entry(fallback.value(), asked));
  }

  /** What a request means that names no model. */
  private ModelName unnamed(@Nullable String capability) {
    if (capability != null && choices.capabilities().containsKey(capability)) {
      return new ModelName(capability);
    }
    DefaultRules defaults = configuration.defaults();
    text.add(defaults.model());
    text.add(defaults.provider());
    ProviderName provider = defaults.provider();
    Stream<ModelName> first =
        provider == null
            ? Stream.of()
            : asking.provider(provider).models().stream().map(ModelEntry::name).limit(1);
    ModelName named = defaults.model();
    return named != null ? named : first.findFirst().orElse(new ModelName("none"));
  }

  private void rulesForAll(ModelName asked) {
    text.add(choices.special().preferWarm());
    text.add(choices.special().preferLocal());
    text.add(choices.preCallChecks());
    text.add(choices.tags());
    text.add(choices.maxFallbacks());
    for (MetadataRule rule : choices.metadataRules()) {
      text.add(rule);
      conditions.add(rule.condition());
      asking.anyModelOf(asking.provider(rule.provider()), asked);
    }
  }

  private void route(ModelName asked, @Nullable String capability) {
    ModelName meant = meant(asked);
    text.add(meant);
    Matched match = match(meant, capability);
    List<ModelName> names = new ArrayList<>(List.of(asked, meant));
    if (capability != null) {
      names.add(new ModelName(capability));
    }
    chains(configuration.chains(), names, meant);
    chains(choices.onTooLong(), names, meant);
    chains(choices.onFiltered(), names, meant);
    if (match.fallback() != null) {
      entry(match.fallback(), meant);
    }
    boolean own = names.stream().anyMatch(configuration.chains()::containsKey);
    boolean ends = own || match.fallback() != null;
    if (!ends) {
      chains(configuration.chains(), asking.models(), meant);
    }
    if (!ends || match.byDefault()) {
      chain(configuration.defaultChain(), meant);
      text.add(configuration.defaults().fallback());
      Optional.ofNullable(configuration.defaults().fallback())
          .ifPresent(last -> entry(last, meant));
    }
  }

  private void chains(Map<ModelName, Chain> chains, List<ModelName> names, ModelName asked) {
    names.forEach(name -> chain(chains.get(name), asked));
  }

  private void chain(@Nullable Chain chain, ModelName asked) {
    text.add(chain);
    if (chain != null) {
      chain.entries().forEach(entry -> entry(entry, asked));
    }
  }

  /** A provider or a model. One that stands in a chain has none of its own. */
  private void entry(String entry, ModelName asked) {
    text.add(entry);
    Provider provider = asking.providerNamed(entry);
    if (provider != null) {
      asking.anyModelOf(provider, asked);
    } else {
      Matched unused = match(meant(new ModelName(entry)), null);
    }
  }

  private Matched match(ModelName asked, @Nullable String capability) {
    Balancing balancing = choices.balancing().get(asked);
    Matched named = byName(asked);
    if (named == null) {
      Capability known =
          choices.capabilities().get(capability == null ? asked.value() : capability);
      named = known == null ? null : capability(known);
    }
    if (balancing != null) {
      balancing(balancing, asked);
      return named == null ? new Matched(false, null) : named;
    }
    return named == null ? byDefault(asked) : named;
  }

  private @Nullable Matched byName(ModelName asked) {
    ExactMatch exact = configuration.exact().get(asked);
    if (exact != null) {
      exact(exact);
      return new Matched(false, exact.fallback());
    }
    if (isListed(asked) || isWild(asked)) {
      return new Matched(false, null);
    }
    for (PatternRule rule : configuration.patterns()) {
      if (rule.pattern().matcher(asked.value()).lookingAt()) {
        text.add(rule);
        asking.modelOf(asking.provider(rule.provider()), asked);
        return new Matched(false, rule.fallback());
      }
    }
    return null;
  }

  private void exact(ExactMatch exact) {
    text.add(exact);
    text.add(choices.exact());
    exact.targets().forEach(target -> target(target, exact.name()));
  }

  private void target(ExactMatch.Target target, ModelName asked) {
    Provider provider = asking.provider(target.provider());
    ModelName stated = target.backendModel();
    if (stated == null) {
      asking.modelOf(provider, asked);
    } else {
      asking.statedModelOf(provider, stated);
    }
  }

  private boolean isListed(ModelName asked) {
    List<Provider> having =
        configuration.providers().values().stream()
            .filter(provider -> AskedModels.entryOf(provider, asked) != null)
            .toList();
    if (having.stream().noneMatch(one -> one.status() == ProviderStatus.ACTIVE)) {
      return false;
    }
    text.add(choices.exact());
    having.forEach(provider -> asking.modelOf(provider, asked));
    return true;
  }

  private boolean isWild(ModelName asked) {
    boolean wild = false;
    for (Wildcard wildcard : choices.wildcards()) {
      if (wildcard.covers(asked)) {
        text.add(wildcard);
        wildcard
            .targets()
            .forEach(target -> asking.anyModelOf(asking.provider(target.provider()), asked));
        wild = true;
      }
    }
    if (wild) {
      text.add(choices.exact());
    }
    return wild;
  }

  private Matched capability(Capability capability) {
    text.add(capability);
    ModelName asked = new ModelName(capability.name());
    Stream.of(
            capability.preferred().stream(),
            values(capability.byComplexity()),
            values(capability.byContext()),
            Stream.ofNullable(capability.provider()).map(ProviderName::value))
        .flatMap(names -> names)
        .forEach(name -> member(name, asked));
    Balancing balancing = choices.balancing().get(asked);
    if (balancing != null) {
      balancing(balancing, asked);
    }
    return new Matched(false, capability.fallback());
  }

  private static Stream<String> values(Map<?, String> thresholds) {
    return thresholds.values().stream().sorted();
  }

  private void member(String name, ModelName asked) {
    Provider provider = asking.providerNamed(name);
    if (provider != null) {
      asking.anyModelOf(provider, asked);
      return;
    }
    ModelName meant = meant(new ModelName(name));
    text.add(meant);
    if (byName(meant) == null) {
      Matched unused = byDefault(meant);
    }
  }

  private void balancing(Balancing balancing, ModelName asked) {
    text.add(balancing);
    for (Balancing.Share share : balancing.shares()) {
      conditions.addAll(Stream.ofNullable(share.condition()).toList());
      ModelName preferred = share.preferredModel();
      ExactMatch stated = configuration.exact().get(preferred == null ? asked : preferred);
      if (stated != null) {
        exact(stated);
      }
      if (preferred == null) {
        asking.anyModelOf(asking.provider(share.provider()), asked);
      } else {
        asking.statedModelOf(asking.provider(share.provider()), preferred);
      }
    }
  }

  /** Whoever has the name on its live list comes first, and that may be anybody. */
  private Matched byDefault(ModelName asked) {
    text.add(choices.exact());
    text.add(configuration.defaults());
    configuration.providers().values().forEach(provider -> asking.anyModelOf(provider, asked));
    return new Matched(true, null);
  }

  private ModelName meant(ModelName name) {
    Alias alias = choices.aliases().get(name);
    return alias == null ? name : alias.target();
  }
}
