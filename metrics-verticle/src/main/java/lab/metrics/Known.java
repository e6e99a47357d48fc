package lab.metrics;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import lab.config.Configuration;
import lab.config.ExactMatch;
import lab.config.ModelEntry;
import lab.config.Price;
import lab.config.Provider;
import lab.contract.CallFinished;
import lab.contract.Candidate;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.Usage;
import org.jspecify.annotations.Nullable;

/**
 * The names of one configuration and their meters. What it does not name counts as {@code other};
 * so does what finds no room for series of its own.
 */
final class Known {
  /** What every name counts under that the configuration does not have. */
  static final String OTHER = "other";

  private final Book book;
  private final Map<String, ProviderMeters> meters;
  private final Map<ProviderName, OfProvider> providers = new HashMap<>();
  private final OfProvider otherProvider;
  private final Map<ModelName, ModelMeters> models = new HashMap<>();
  private final ModelMeters otherModel;

  /** A provider, its meters, and the models that it is known to have. */
  private static final class OfProvider {
    private final String name;
    private final String base;
    private final ProviderMeters meters;
    private final Histogram overhead;
    private final Map<ModelName, Price> prices = new HashMap<>();
    private final Set<ModelName> models = new HashSet<>();
    private final Map<ModelName, Deployment> deployments = new ConcurrentHashMap<>();
    private volatile @Nullable Deployment other;

    OfProvider(Book book, String name, @Nullable Provider provider, ProviderMeters meters) {
      this.name = name;
      this.base = Place.base(provider);
      this.meters = meters;
      this.overhead = book.histogram(LiteLlmFamilies.OVERHEAD, name, base);
      for (ModelEntry entry : provider == null ? Set.<ModelEntry>of() : provider.models()) {
        boolean unused = models.add(entry.name());
        if (entry.price() != null) {
          prices.put(entry.name(), entry.price());
        }
      }
    }
  }

  /**
   * @param meters of providers, by name; they outlive a configuration, as attempts do
   */
  Known(Book book, Configuration configuration, Map<String, ProviderMeters> meters) {
    this.book = book;
    this.meters = meters;
    otherProvider = provider(OTHER, null);
    configuration
        .providers()
        .forEach((name, provider) -> providers.put(name, provider(name.value(), provider)));
    configuration.exact().values().stream()
        .flatMap(match -> match.targets().stream())
        .forEach(this::target);
    otherModel = new ModelMeters(book, OTHER);
    names(configuration).distinct().forEach(this::add);
  }

  private OfProvider provider(String name, @Nullable Provider provider) {
    ProviderMeters own = meters.computeIfAbsent(name, added -> new ProviderMeters(book, added));
    return new OfProvider(book, name, provider, own);
  }

  private void target(ExactMatch.Target target) {
    OfProvider provider = providers.get(target.provider());
    if (provider != null && target.backendModel() != null) {
      boolean unused = provider.models.add(target.backendModel());
    }
  }

  private void add(ModelName name) {
    if (book.admits()) {
      models.put(name, new ModelMeters(book, name.value()));
    }
  }

  /** The names that clients may ask for: of rules and of lists. */
  private static Stream<ModelName> names(Configuration configuration) {
    Stream<ModelName> listed =
        configuration.providers().values().stream()
            .flatMap(provider -> provider.models().stream())
            .map(ModelEntry::name);
    Stream<ModelName> further = configuration.choices().aliases().keySet().stream();
    return Stream.of(configuration.exact().keySet().stream(), further, listed)
        .flatMap(names -> names);
  }

  /** The meters of a name that a client asked for, or that it did not give. */
  ModelMeters model(@Nullable ModelName asked) {
    return asked == null ? otherModel : models.getOrDefault(asked, otherModel);
  }

  /** The value of a label for this name. */
  String label(@Nullable ModelName asked) {
    return asked != null && models.containsKey(asked) ? asked.value() : OTHER;
  }

  /** What these tokens cost there; null where the configuration has no price. */
  @Nullable Double cost(Candidate by, Usage usage) {
    Price price = of(by.provider()).prices.get(by.model());
    return price == null
        ? null
        : usage.promptTokens() * price.input() + usage.completionTokens() * price.output();
  }

  /** The meters of whoever is meant. */
  ProviderMeters provider(Candidate candidate) {
    return of(candidate.provider()).meters;
  }

  /** It answered a request of a client. */
  void answered(Candidate by, CallFinished call) {
    OfProvider provider = of(by.provider());
    provider.meters.answered();
    provider.overhead.add(Histogram.seconds(call.overhead()));
  }

  private OfProvider of(ProviderName name) {
    return providers.getOrDefault(name, otherProvider);
  }

  /** The value of a label for this provider. */
  String label(ProviderName name) {
    return of(name).name;
  }

  /** The meters of a provider's model. */
  Deployment deployment(ProviderName name, ModelName model) {
    OfProvider provider = of(name);
    Deployment known = provider.deployments.get(model);
    if (known == null && !provider.models.contains(model)) {
      // Made once: what only clients or polls name must not wait for a lock.
      known = provider.other;
    }
    return known == null ? made(provider, model) : known;
  }

  private synchronized Deployment made(OfProvider provider, ModelName model) {
    Deployment known = provider.deployments.get(model);
    if (known != null) {
      return known;
    }
    if (provider.models.contains(model) && book.admits()) {
      Deployment added = deployment(provider, model.value(), provider.prices.get(model));
      provider.deployments.put(model, added);
      return added;
    }
    return other(provider);
  }

  private Deployment other(OfProvider provider) {
    Deployment known = provider.other;
    if (known == null) {
      known = deployment(provider, OTHER, null);
      provider.other = known;
    }
    return known;
  }

  private Deployment deployment(OfProvider provider, String model, @Nullable Price price) {
    return new Deployment(book, new Place(provider.name, model, provider.base), price);
  }

  /** A provider's model, {@code other} where the configuration does not name it. */
  Place place(ProviderName name, @Nullable ModelName model) {
    OfProvider provider = of(name);
    String shown = model != null && provider.models.contains(model) ? model.value() : OTHER;
    return new Place(provider.name, shown, provider.base);
  }
}
