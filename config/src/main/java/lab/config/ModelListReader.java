package lab.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.SourceRef;
import org.jspecify.annotations.Nullable;

/**
 * Reads a LiteLLM {@code model_list}: it adds the names that the other files do not have, and a
 * provider for each server (type, address, key) that {@code providers.yaml} does not have.
 */
final class ModelListReader {
  /** Servers are the same where all three are. */
  private record Server(ProviderType type, URI address, String writtenKey) {}

  private final Map<ProviderName, Provider> providers;
  private final Map<URI, ProviderName> byAddress = new HashMap<>();
  private final Set<String> taken = new HashSet<>();
  private final Mappings mappings;
  private final Map<Server, Provider> added = new LinkedHashMap<>();
  private final Map<ProviderName, Map<ModelName, ModelEntry>> addedModels = new LinkedHashMap<>();
  private final Map<ModelName, List<ExactMatch.Target>> targets = new LinkedHashMap<>();
  private final Map<ModelName, SourceRef> places = new HashMap<>();
  private final Set<String> ignored;

  /**
   * Prepares to add to what the other files have.
   *
   * @param ignored receives the names that mean something else in {@code model-mappings.yaml}
   */
  ModelListReader(Map<ProviderName, Provider> providers, Mappings mappings, Set<String> ignored) {
    this.providers = providers;
    this.mappings = mappings;
    this.ignored = ignored;
    for (Provider provider : providers.values()) {
      if (provider.status() == ProviderStatus.ACTIVE) {
        byAddress.putIfAbsent(provider.baseUrl(), provider.name());
      }
      provider.models().forEach(model -> taken.add(model.name().value()));
    }
    // An address that only a disabled provider has is still no new server.
    providers.values().forEach(each -> byAddress.putIfAbsent(each.baseUrl(), each.name()));
    mappings.exact().keySet().forEach(name -> taken.add(name.value()));
  }

  void read(YamlMap file) {
    for (YamlValue item : file.items("model_list")) {
      YamlMap entry = item.map();
      if (entry != null) {
        read(entry.knownAs(Section.MODEL_LIST_ENTRY), item);
      }
    }
  }

  private void read(YamlMap entry, YamlValue item) {
    entry.map("litellm_params").knownAs(Section.LITELLM_PARAMS);
    entry.map("model_info").knownAs(Section.MODEL_INFO);
    String name = entry.neededText("model_name");
    if (name == null || taken.contains(name)) {
      return;
    }
    if (mappings.speaksOf(name)) {
      ignored.add(name);
      return;
    }
    if (name.contains("*")) {
      entry.warning("model_name", "has a wildcard, which is not supported: the entry is ignored");
      return;
    }
    ModelListEntry served = ModelListEntry.read(entry);
    if (served != null) {
      ModelName model = new ModelName(name);
      ModelName backend = new ModelName(served.model());
      ProviderName provider = providerOf(served, backend, item.at());
      places.putIfAbsent(model, item.at());
      targets
          .computeIfAbsent(model, first -> new ArrayList<>())
          .add(new ExactMatch.Target(provider, backend.equals(model) ? null : backend));
    }
  }

  private ProviderName providerOf(ModelListEntry entry, ModelName model, SourceRef at) {
    String named = entry.info().text("provider");
    if (named != null && providers.containsKey(new ProviderName(named))) {
      return new ProviderName(named);
    }
    ProviderName known = byAddress.get(entry.address());
    if (known != null) {
      return known;
    }
    ProviderType type = entry.prefix().typeAt(entry.address());
    Server server = new Server(type, entry.address(), entry.writtenKey());
    Provider provider =
        added.computeIfAbsent(server, first -> added(server, freeName(named, entry), entry, at));
    addedModels
        .computeIfAbsent(provider.name(), first -> new LinkedHashMap<>())
        .putIfAbsent(
            model,
            new ModelEntry(
                model,
                null,
                entry.contextLength(),
                null,
                TimeReader.ofParameters(entry.parameters()),
                at));
    return provider.name();
  }

  private static Provider added(
      Server server, ProviderName name, ModelListEntry entry, SourceRef at) {
    return new Provider(
        name,
        server.type,
        server.address,
        ProviderStatus.ACTIVE,
        List.of(),
        entry.credentials(),
        TimeLimits.UNSAID,
        null,
        null,
        Map.of(),
        at);
  }

  private ProviderName freeName(@Nullable String named, ModelListEntry entry) {
    URI address = entry.address();
    String label = entry.prefix().typeAt(address).label();
    String wanted =
        named != null
            ? named
            : address.equals(entry.prefix().address())
                ? label
                : label + "-" + address.getHost() + "-" + BaseUrl.port(address);
    Set<ProviderName> used = new HashSet<>(providers.keySet());
    added.values().forEach(provider -> used.add(provider.name()));
    ProviderName name = new ProviderName(wanted);
    for (int next = 2; used.contains(name); next++) {
      name = new ProviderName(wanted + "-" + next);
    }
    return name;
  }

  /** The providers it adds, with their models. */
  Collection<Provider> providers() {
    List<Provider> complete = new ArrayList<>();
    for (Provider provider : added.values()) {
      Collection<ModelEntry> models = addedModels.getOrDefault(provider.name(), Map.of()).values();
      complete.add(
          new Provider(
              provider.name(),
              provider.type(),
              provider.baseUrl(),
              provider.status(),
              List.copyOf(models),
              provider.credentials(),
              provider.limits(),
              provider.healthEndpoint(),
              provider.parallel(),
              provider.described(),
              provider.at()));
    }
    return complete;
  }

  /** The names it adds. */
  Map<ModelName, ExactMatch> exact() {
    Map<ModelName, ExactMatch> exact = new LinkedHashMap<>();
    targets.forEach(
        (name, servers) ->
            exact.put(
                name,
                new ExactMatch(
                    name, servers, null, places.getOrDefault(name, SourceRef.BUILT_IN))));
    return exact;
  }
}
