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
 * Who serves the entries of a {@code model_list}: a provider of {@code providers.yaml} where it is
 * meant, else one made for each server (type, address, key).
 */
final class ListedServers {
  /** Servers are the same where all three are. */
  private record Server(ProviderType type, URI address, String writtenKey) {}

  private final Map<ProviderName, Provider> known;
  private final Map<URI, ProviderName> byAddress = new HashMap<>();
  private final Map<Server, Provider> made = new LinkedHashMap<>();
  private final Set<ProviderName> names;
  private final Map<ProviderName, Map<ModelName, ModelEntry>> models = new LinkedHashMap<>();

  ListedServers(Map<ProviderName, Provider> known) {
    this.known = known;
    this.names = new HashSet<>(known.keySet());
    for (Provider provider : known.values()) {
      if (provider.status() == ProviderStatus.ACTIVE) {
        byAddress.putIfAbsent(provider.baseUrl(), provider.name());
      }
    }
    // An address that only a disabled provider has is still no new server.
    known.values().forEach(each -> byAddress.putIfAbsent(each.baseUrl(), each.name()));
  }

  /** Who serves an entry; made where nobody does yet. */
  ProviderName of(ModelListEntry entry, SourceRef at) {
    String named = entry.info().text("provider");
    if (named != null && known.containsKey(new ProviderName(named))) {
      return new ProviderName(named);
    }
    ProviderName there = byAddress.get(entry.address());
    if (there != null) {
      return there;
    }
    ProviderType type = entry.prefix().typeAt(entry.address());
    Server server = new Server(type, entry.address(), entry.writtenKey());
    return made.computeIfAbsent(server, first -> made(server, freeName(named, entry), entry, at))
        .name();
  }

  private static Provider made(
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
    ProviderName name = new ProviderName(wanted);
    for (int next = 2; !names.add(name); next++) {
      name = new ProviderName(wanted + "-" + next);
    }
    return name;
  }

  /** Puts a model on a provider's list, where it is not. */
  void list(ProviderName provider, ModelEntry model) {
    models
        .computeIfAbsent(provider, first -> new LinkedHashMap<>())
        .putIfAbsent(model.name(), model);
  }

  /** The providers that were made, and those whose lists have changed. */
  Collection<Provider> changed() {
    Map<ProviderName, Provider> changed = new LinkedHashMap<>();
    made.values().forEach(provider -> changed.put(provider.name(), provider));
    models.forEach(
        (name, more) -> {
          Provider provider = changed.getOrDefault(name, known.get(name));
          if (provider != null) {
            changed.put(name, provider.listing(joined(provider.models(), more)));
          }
        });
    return changed.values();
  }

  /** The list of the file first; what it does not say of a price the entries may. */
  private static List<ModelEntry> joined(List<ModelEntry> listed, Map<ModelName, ModelEntry> more) {
    Map<ModelName, ModelEntry> all = new LinkedHashMap<>();
    for (ModelEntry model : listed) {
      ModelEntry further = more.get(model.name());
      all.put(model.name(), further == null ? model : model.orPriced(further.price()));
    }
    more.forEach(all::putIfAbsent);
    return new ArrayList<>(all.values());
  }
}
