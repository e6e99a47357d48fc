package lab.gateway.limit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import lab.config.Configuration;
import lab.config.ExactMatch;
import lab.config.ModelEntry;
import lab.config.RateLimit;
import lab.config.Spending;
import lab.contract.Candidate;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one configuration's models and providers, each made into what is wanted of it.
 * Immutable.
 *
 * @param models by the name that providers are asked under
 * @param names by a name that no provider lists, as clients ask for it
 * @param entries of a {@code model_list}, where they are limits
 * @param providers by name
 */
record Table<T>(
    Map<ModelName, T> models,
    Map<ModelName, T> names,
    Map<Deployment, T> entries,
    Map<ProviderName, T> providers) {

  /** Nothing is limited. */
  static <T> Table<T> empty() {
    return new Table<>(Map.of(), Map.of(), Map.of(), Map.of());
  }

  static <T> Table<T> of(Configuration configuration, Function<Rule, T> made) {
    Set<ModelName> listed =
        configuration.providers().values().stream()
            .flatMap(provider -> provider.models().stream())
            .map(ModelEntry::name)
            .collect(Collectors.toSet());
    Map<ModelName, T> models = new HashMap<>();
    Map<ModelName, T> names = new HashMap<>();
    configuration
        .settings()
        .rates()
        .models()
        .forEach(
            (name, limit) -> {
              T one = made.apply(new Rule(Limit.Scope.MODEL, name.value(), limit));
              models.put(name, one);
              if (!listed.contains(name)) {
                names.put(name, one);
              }
            });
    Map<ProviderName, T> providers = new HashMap<>();
    configuration
        .settings()
        .rates()
        .providers()
        .forEach(
            (name, limit) ->
                providers.put(
                    name, made.apply(new Rule(Limit.Scope.PROVIDER, name.value(), limit))));
    return new Table<>(
        Map.copyOf(models), Map.copyOf(names), entries(configuration, made), Map.copyOf(providers));
  }

  /** Several names may lead to one deployment; the smallest number counts. */
  private static <T> Map<Deployment, T> entries(
      Configuration configuration, Function<Rule, T> made) {
    if (!configuration.settings().rates().entries()) {
      return Map.of();
    }
    Map<Deployment, RateLimit> limits = new HashMap<>();
    for (ExactMatch match : configuration.exact().values()) {
      for (ExactMatch.Target target : match.targets()) {
        ModelName model = target.backendModel() == null ? match.name() : target.backendModel();
        Integer rpm = positive(target.portion().rpm());
        Integer tpm = positive(target.portion().tpm());
        if (rpm != null || tpm != null) {
          var unused =
              limits.merge(
                  new Deployment(target.provider(), model),
                  new RateLimit(rpm, tpm, null, Spending.ANY),
                  Table::smaller);
        }
      }
    }
    Map<Deployment, T> entries = new HashMap<>();
    limits.forEach(
        (of, limit) -> {
          String name = of.provider().value() + '/' + of.model().value();
          entries.put(of, made.apply(new Rule(Limit.Scope.DEPLOYMENT, name, limit)));
        });
    return Map.copyOf(entries);
  }

  /** 0 is a weight, and no limit. */
  private static @Nullable Integer positive(@Nullable Integer number) {
    return number == null || number == 0 ? null : number;
  }

  private static RateLimit smaller(RateLimit a, RateLimit b) {
    return new RateLimit(smaller(a.rpm(), b.rpm()), smaller(a.tpm(), b.tpm()), null, Spending.ANY);
  }

  private static @Nullable Integer smaller(@Nullable Integer a, @Nullable Integer b) {
    return a == null ? b : b == null ? a : Integer.valueOf(Math.min(a, b));
  }

  boolean isEmpty() {
    return models.isEmpty() && entries.isEmpty() && providers.isEmpty();
  }

  /** What limits an attempt: first what limits its model, last its provider. */
  List<T> of(Candidate candidate, @Nullable ModelName asked) {
    List<T> all = new ArrayList<>(3);
    add(all, model(candidate, asked));
    if (!entries.isEmpty()) {
      add(all, entries.get(Deployment.of(candidate)));
    }
    add(all, providers.get(candidate.provider()));
    return all;
  }

  private @Nullable T model(Candidate candidate, @Nullable ModelName asked) {
    T own = models.get(candidate.model());
    return own != null || asked == null ? own : names.get(asked);
  }

  private static <T> void add(List<T> all, @Nullable T one) {
    if (one != null) {
      all.add(one);
    }
  }
}
