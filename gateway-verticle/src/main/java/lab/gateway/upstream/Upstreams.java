package lab.gateway.upstream;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lab.config.Configuration;
import lab.config.Provider;
import lab.config.ProviderStatus;
import lab.config.RetryPolicies;
import lab.config.TimeSettings;
import lab.contract.ProviderName;
import org.jspecify.annotations.Nullable;

/**
 * All providers of one configuration as a gateway calls them, and how long it waits for them.
 * Immutable: a request goes its whole way by the one that it began with.
 */
public final class Upstreams {
  private final Map<ProviderName, Upstream> callable;
  private final TimeSettings time;
  private final RetryPolicies retries;
  private final Duration keepAliveEvery;
  private final Set<Address> addresses;

  private Upstreams(Configuration configuration, Map<ProviderName, Upstream> callable) {
    this.callable = Map.copyOf(callable);
    this.time = configuration.settings().time();
    this.retries = configuration.choices().retries();
    this.keepAliveEvery = configuration.settings().limits().keepaliveInterval();
    this.addresses =
        callable.values().stream().map(Upstream::address).collect(Collectors.toUnmodifiableSet());
  }

  /** Those of a configuration. */
  public static Upstreams of(Configuration configuration) {
    TimeSettings time = configuration.settings().time();
    Map<ProviderName, Upstream> callable = new HashMap<>();
    for (Provider provider : configuration.providers().values()) {
      // A template or a disabled entry need not even have an address.
      if (provider.status() == ProviderStatus.ACTIVE) {
        callable.put(provider.name(), Upstream.of(provider, time));
      }
    }
    return new Upstreams(configuration, callable);
  }

  /** A provider, or null where it is not in use. */
  @Nullable Upstream of(ProviderName name) {
    return callable.get(name);
  }

  /** The limits where a provider or model says nothing. */
  TimeSettings time() {
    return time;
  }

  /** Second tries, where they depend on the failure. */
  RetryPolicies retries() {
    return retries;
  }

  /** How long a stream's client hears nothing before it is told that somebody is at work. */
  Duration keepAliveEvery() {
    return keepAliveEvery;
  }

  /** Where requests may go: connections to anywhere else are of no use any more. */
  Set<Address> addresses() {
    return addresses;
  }
}
