package lab.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads who may call a node, but for the keys of its clients. */
final class AccessReader {
  /** Where the key of those who run a node is when no file has it. */
  private static final String MASTER_KEY = "LITELLM_MASTER_KEY";

  /** Shorter keys can be guessed by trying. */
  private static final int SHORT = 16;

  private final YamlMap server;
  private final YamlMap general;
  private final YamlMap litellm;

  AccessReader(YamlMap server, YamlMap general, YamlMap litellm) {
    this.server = server;
    this.general = general;
    this.litellm = litellm;
  }

  /**
   * @param keys of clients
   */
  Access read(List<ClientKey> keys) {
    KeyHash master = masterKey();
    for (ClientKey key : keys) {
      if (key.hash().equals(master)) {
        general.error("master_key", "is also the client key " + key.alias());
      }
    }
    List<Network> proxies = trustedProxies();
    return new Access(
        master,
        keys,
        litellm.flag("require_auth_for_metrics_endpoint", false),
        allowedHosts(),
        proxies,
        proxyProtocol(proxies));
  }

  private @Nullable KeyHash masterKey() {
    YamlValue said = general.value("master_key");
    String outside = general.source().environment().variables().get(MASTER_KEY);
    String key = outside == null ? "" : outside.strip();
    if (said != null) {
      switch (said.secret()) {
        case Environment.Expansion.Text text -> key = text.text().strip();
        case Environment.Expansion.Unset unset ->
            general.warning(
                "master_key",
                "needs the environment variable " + unset.variable() + ", which is not set");
        case null -> key = "";
      }
    }
    if (key.isEmpty()) {
      return null;
    }
    if (key.length() < SHORT) {
      general.warning("master_key", "has fewer than " + SHORT + " characters: it can be guessed");
    }
    return KeyHash.of(key);
  }

  private Set<String> allowedHosts() {
    Set<String> hosts = new HashSet<>();
    for (YamlValue item : server.items("allowed_hosts")) {
      String host = item.text();
      if (host != null && host.contains(":")) {
        item.error("is " + item.shown() + "; it must be a host's name without scheme and port");
      } else if (host != null) {
        hosts.add(host.toLowerCase(Locale.ROOT));
      }
    }
    return hosts;
  }

  private boolean proxyProtocol(List<Network> proxies) {
    boolean on = server.flag("proxy_protocol", false);
    if (on && proxies.isEmpty()) {
      server.error("proxy_protocol", "needs trusted_proxies: anybody could say anything else");
    }
    return on;
  }

  private List<Network> trustedProxies() {
    List<Network> networks = new ArrayList<>();
    for (YamlValue item : server.items("trusted_proxies")) {
      String text = item.text();
      Network network = text == null ? null : Network.of(text);
      if (network != null) {
        networks.add(network);
      } else if (text != null) {
        item.error("is " + item.shown() + "; it must be an address like 10.0.0.7 or 10.0.0.0/8");
      }
    }
    return networks;
  }
}
