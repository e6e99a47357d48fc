package lab.router.board;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import lab.config.Balancing;
import lab.config.Capability;
import lab.config.Chain;
import lab.config.Choices;
import lab.config.Configuration;
import lab.config.DefaultRules;
import lab.config.ExactMatch;
import lab.config.ModelEntry;
import lab.config.PatternRule;
import lab.config.Provider;
import lab.contract.ModelName;
import org.jspecify.annotations.Nullable;

/**
 * The names that a configuration mentions, in the forms in which a provider may be asked for them.
 * Only they and what polls find are kept score of: a client can name anything.
 */
final class Mentioned {
  private static final String[] CLOUD = {":cloud", "-cloud"};

  private Mentioned() {}

  static Set<ModelName> by(Configuration configuration) {
    Set<ModelName> names = new HashSet<>();
    Choices choices = configuration.choices();
    Stream.of(
            configuration.providers().values().stream()
                .map(Provider::models)
                .flatMap(models -> models.stream().map(ModelEntry::name)),
            configuration.exact().values().stream().flatMap(Mentioned::names),
            configuration.chains().keySet().stream(),
            configuration.chains().values().stream().flatMap(Mentioned::entries),
            entries(configuration.defaultChain()),
            Stream.ofNullable(configuration.defaults().model()),
            choices.balancing().values().stream().flatMap(Mentioned::names),
            choices.capabilities().values().stream().flatMap(Mentioned::names),
            configuration.patterns().stream().map(PatternRule::fallback).flatMap(Mentioned::name),
            configuration.defaults().bySize().stream()
                .map(DefaultRules.SizeRule::fallback)
                .flatMap(Mentioned::name),
            name(configuration.defaults().fallback()),
            Stream.of(choices.onTooLong(), choices.onFiltered())
                .flatMap(chains -> chains.values().stream())
                .flatMap(Mentioned::entries))
        .flatMap(some -> some)
        .forEach(name -> addForms(names, name));
    return Set.copyOf(names);
  }

  private static Stream<ModelName> names(ExactMatch exact) {
    return Stream.of(
            Stream.of(exact.name()),
            exact.targets().stream().map(ExactMatch.Target::backendModel).filter(Objects::nonNull),
            name(exact.fallback()))
        .flatMap(some -> some);
  }

  private static Stream<ModelName> names(Capability capability) {
    return Stream.of(
            capability.preferred().stream(),
            capability.byComplexity().values().stream(),
            capability.byContext().values().stream(),
            Stream.ofNullable(capability.fallback()))
        .flatMap(some -> some)
        .flatMap(Mentioned::name);
  }

  private static Stream<ModelName> names(Balancing balancing) {
    return Stream.concat(
        Stream.of(balancing.name()),
        balancing.shares().stream().map(Balancing.Share::preferredModel).filter(Objects::nonNull));
  }

  private static Stream<ModelName> entries(@Nullable Chain chain) {
    return chain == null ? Stream.of() : chain.entries().stream().flatMap(Mentioned::name);
  }

  /** An entry may also name a provider: then no model is asked for by that name. */
  private static Stream<ModelName> name(@Nullable String entry) {
    return entry == null || entry.isEmpty() ? Stream.of() : Stream.of(new ModelName(entry));
  }

  private static void addForms(Set<ModelName> names, ModelName name) {
    names.add(name);
    for (String mark : CLOUD) {
      String value = name.value();
      if (value.endsWith(mark) && value.length() > mark.length()) {
        names.add(new ModelName(value.substring(0, value.length() - mark.length())));
      }
    }
  }
}
