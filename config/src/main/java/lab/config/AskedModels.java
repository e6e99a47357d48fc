package lab.config;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import org.jspecify.annotations.Nullable;

/** What of the providers decides for a request: who is asked, and for which models. */
final class AskedModels {
  private final Configuration configuration;
  private final RuleText text;
  private final Set<ModelName> models = new HashSet<>();

  /** Whether somebody may be asked for others too, which only polls know. */
  private boolean anyModel;

  /**
   * @param text where it is written to
   */
  AskedModels(Configuration configuration, RuleText text) {
    this.configuration = configuration;
    this.text = text;
  }

  /** Models that somebody may be asked for, of those that have a chain; in alphabetic order. */
  List<ModelName> models() {
    return configuration.chains().keySet().stream()
        .filter(model -> anyModel || models.contains(model))
        .sorted(Comparator.comparing(ModelName::value))
        .toList();
  }

  /** A provider that is asked for this model, whether it lists it or not. */
  void statedModelOf(Provider provider, ModelName model) {
    text.add(provider.name());
    text.add(provider.type());
    text.add(provider.status());
    ModelEntry entry = entryOf(provider, model);
    text.add(entry == null ? null : List.of(entry.name(), known(entry)));
    models.add(model);
  }

  private static List<String> known(ModelEntry entry) {
    return Stream.of(entry.size(), entry.contextLength(), entry.specialty())
        .map(Objects::toString)
        .toList();
  }

  /** A provider that is asked for this model, unless it serves only what it has loaded. */
  void modelOf(Provider provider, ModelName model) {
    if (provider.type().servesWhatItHasLoaded()) {
      anyModelOf(provider, model);
    } else {
      statedModelOf(provider, model);
    }
  }

  /** A provider that is asked for this model where it has it, else for one of its own. */
  void anyModelOf(Provider provider, ModelName model) {
    statedModelOf(provider, model);
    if (entryOf(provider, model) == null) {
      anyModel = true;
      provider.models().forEach(entry -> text.add(List.of(entry.name(), known(entry))));
    }
  }

  /** Its entry for a model, or null. */
  static @Nullable ModelEntry entryOf(Provider provider, ModelName model) {
    for (ModelEntry entry : provider.models()) {
      if (entry.name().equals(model)) {
        return entry;
      }
    }
    return null;
  }

  /** The provider that a rule names. */
  Provider provider(ProviderName name) {
    return Objects.requireNonNull(configuration.providers().get(name), name::value);
  }

  /** The provider of this name; null where it is a model's, or nobody's. */
  @Nullable Provider providerNamed(String name) {
    ModelName model = new ModelName(name);
    boolean isModel =
        configuration.exact().containsKey(model)
            || configuration.choices().balancing().containsKey(model)
            || configuration.choices().aliases().containsKey(model)
            || configuration.choices().capabilities().containsKey(name)
            || configuration.providers().values().stream()
                .anyMatch(provider -> entryOf(provider, model) != null);
    return isModel ? null : configuration.providers().get(new ProviderName(name));
  }
}
