package lab.health.poll;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lab.config.Choices;
import lab.config.Configuration;
import lab.config.Credentials;
import lab.config.DefaultRules;
import lab.config.HealthChecks;
import lab.config.Provider;
import lab.config.ProviderStatus;
import lab.config.ProviderType;
import lab.config.Settings;
import lab.config.TimeLimits;
import lab.contract.ProviderName;
import lab.contract.SourceRef;
import org.jspecify.annotations.Nullable;

/** Providers and configurations written in a test. */
public final class Providers {
  private static final SourceRef AT = new SourceRef("providers.yaml", 1, 1);

  private Providers() {}

  public static Provider of(ProviderType type, String base) {
    return of(type, base, null, ProviderStatus.ACTIVE, new Credentials.NotNeeded());
  }

  public static Provider of(
      ProviderType type,
      String base,
      @Nullable String healthEndpoint,
      ProviderStatus status,
      Credentials credentials) {
    return new Provider(
        new ProviderName("p"),
        type,
        URI.create(base),
        status,
        List.of(),
        credentials,
        TimeLimits.UNSAID,
        healthEndpoint,
        null,
        Map.of(),
        AT);
  }

  /** The same server under another name. */
  public static Provider named(String name, Provider same) {
    return new Provider(
        new ProviderName(name),
        same.type(),
        same.baseUrl(),
        same.status(),
        same.models(),
        same.credentials(),
        same.limits(),
        same.healthEndpoint(),
        same.parallel(),
        same.described(),
        same.at());
  }

  public static HealthChecks checks(Duration interval, Duration timeout, int attempts) {
    return new HealthChecks(true, interval, timeout, attempts);
  }

  public static Configuration configuration(HealthChecks checks, Provider... providers) {
    Map<ProviderName, Provider> byName = new LinkedHashMap<>();
    Stream.of(providers).forEach(provider -> byName.put(provider.name(), provider));
    return new Configuration(
        byName,
        Map.of(),
        List.of(),
        Map.of(),
        null,
        new DefaultRules(null, null, null, List.of(), AT),
        Choices.NONE,
        Settings.DEFAULT,
        checks);
  }
}
