package lab.gateway.ingress;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import lab.config.Alias;
import lab.config.Balancing;
import lab.config.Capability;
import lab.config.Choices;
import lab.config.Configuration;
import lab.config.ExactMatch;
import lab.config.ModelEntry;
import lab.config.Provider;
import lab.config.ProviderStatus;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import org.jspecify.annotations.Nullable;

/**
 * Every name that a configuration lets a client ask for, with the active providers behind it: exact
 * names, aliases that are not hidden, balancing entries, capabilities, then the providers' lists.
 */
final class ServedNames {
  private final Configuration configuration;

  /** In the order of the file: a search for each name would take seconds for thousands of them. */
  private final Map<ModelName, Map<ProviderName, ModelEntry>> listing = new HashMap<>();

  private final Map<ModelName, List<Server>> all = new LinkedHashMap<>();

  /**
   * One who may serve a name.
   *
   * @param provider in use
   * @param model the name that it is asked for, as far as the files say it
   * @param entry what its list says of that name, if it has it
   */
  record Server(Provider provider, ModelName model, @Nullable ModelEntry entry) {}

  private ServedNames(Configuration configuration) {
    this.configuration = configuration;
    for (Provider provider : configuration.providers().values()) {
      for (ModelEntry model : provider.models()) {
        ModelEntry unused =
            listing
                .computeIfAbsent(model.name(), _ -> new LinkedHashMap<>())
                .putIfAbsent(provider.name(), model);
      }
    }
  }

  /** Names that nobody in use serves are left out. */
  static Map<ModelName, List<Server>> of(Configuration configuration) {
    ServedNames names = new ServedNames(configuration);
    names.collect();
    return names.all;
  }

  private void collect() {
    Choices choices = configuration.choices();
    configuration.exact().keySet().forEach(name -> add(name, name));
    for (Alias alias : choices.aliases().values()) {
      if (!alias.hidden()) {
        add(alias.name(), alias.target());
      }
    }
    choices.balancing().keySet().forEach(name -> add(name, name));
    choices.capabilities().keySet().stream().map(ModelName::new).forEach(name -> add(name, name));
    for (Provider provider : configuration.providers().values()) {
      provider.models().forEach(model -> add(model.name(), model.name()));
    }
  }

  private void add(ModelName name, ModelName target) {
    List<Server> servers = servers(target);
    if (!servers.isEmpty()) {
      all.putIfAbsent(name, servers);
    }
  }

  /** In the order in which a decision looks a name up. */
  private List<Server> servers(ModelName name) {
    List<Server> models = models(name);
    if (!models.isEmpty()) {
      return models;
    }
    Capability capability = configuration.choices().capabilities().get(name.value());
    if (capability != null) {
      return capable(capability).distinct().toList();
    }
    Balancing balancing = configuration.choices().balancing().get(name);
    return balancing == null
        ? List.of()
        : balancing.shares().stream()
            .flatMap(share -> server(share.provider(), share.preferredModel(), name))
            .toList();
  }

  private List<Server> models(ModelName name) {
    ExactMatch exact = configuration.exact().get(name);
    Stream<Server> servers =
        exact == null
            ? listing.getOrDefault(name, Map.of()).keySet().stream()
                .flatMap(provider -> server(provider, null, name))
            : exact.targets().stream()
                .flatMap(target -> server(target.provider(), target.backendModel(), name));
    List<Server> found = servers.toList();
    return found.isEmpty() ? wild(name) : found;
  }

  private List<Server> wild(ModelName name) {
    return configuration.choices().wildcards().stream()
        .filter(wildcard -> wildcard.covers(name))
        .flatMap(wildcard -> wildcard.targets().stream())
        .flatMap(target -> server(target.provider(), null, name))
        .toList();
  }

  private Stream<Server> capable(Capability capability) {
    Set<String> names = new LinkedHashSet<>(capability.preferred());
    addAll(names, capability.byComplexity());
    addAll(names, capability.byContext());
    if (capability.provider() != null) {
      names.add(capability.provider().value());
    }
    return names.stream().flatMap(name -> named(name, new ModelName(capability.name())));
  }

  private static <L extends Comparable<L>> void addAll(Set<String> names, Map<L, String> levels) {
    levels.entrySet().stream()
        .sorted(Map.Entry.<L, String>comparingByKey().reversed())
        .forEach(level -> names.add(level.getValue()));
  }

  /** An entry of a capability: a model's name, or a provider's. */
  private Stream<Server> named(String name, ModelName capability) {
    Collection<Server> models = models(new ModelName(name));
    return models.isEmpty() ? server(new ProviderName(name), null, capability) : models.stream();
  }

  private Stream<Server> server(ProviderName name, @Nullable ModelName model, ModelName otherwise) {
    Provider provider = configuration.providers().get(name);
    if (provider == null || provider.status() != ProviderStatus.ACTIVE) {
      return Stream.of();
    }
    ModelName asked = model == null ? otherwise : model;
    return Stream.of(new Server(provider, asked, listing.getOrDefault(asked, Map.of()).get(name)));
  }
}
