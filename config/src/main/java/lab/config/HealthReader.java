package lab.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import lab.contract.ProviderName;
import org.jspecify.annotations.Nullable;

/** Reads {@code health_checks} and where a provider is polled. */
final class HealthReader {
  private HealthReader() {}

  static HealthChecks read(YamlMap file, Map<ProviderName, Provider> providers) {
    YamlMap checks = file.map("health_checks").knownAs(Section.HEALTH_CHECKS);
    HealthChecks otherwise = HealthChecks.DEFAULT;
    Duration interval = checks.duration("interval_seconds");
    Duration timeout = checks.duration("timeout_seconds");
    Integer attempts = checks.whole("retry_attempts", 1, 100);
    YamlMap endpoints = checks.map("endpoints");
    endpoints
        .values()
        .forEach(
            (name, value) -> {
              if (providers.keySet().stream().noneMatch(known -> known.value().equals(name))) {
                value.error(
                    "is not the name of a provider"
                        + Nearest.hint(
                            name, providers.keySet().stream().map(ProviderName::value).toList()));
              }
            });
    return new HealthChecks(
        checks.flag("enabled", otherwise.enabled()),
        interval == null ? otherwise.interval() : interval,
        timeout == null ? otherwise.timeout() : timeout,
        attempts == null ? otherwise.attempts() : attempts,
        checks.duration("degraded_seconds"));
  }

  /**
   * The path below a provider's address where it is polled: its own {@code health_endpoint}, else
   * what {@code health_checks.endpoints} has for it; null where neither says.
   */
  static @Nullable String endpoint(YamlMap provider, URI base, @Nullable YamlValue polledAt) {
    YamlValue said = provider.value("health_endpoint");
    String own = said == null ? null : path(said, base);
    String listed = polledAt == null ? null : path(polledAt, base);
    if (polledAt != null && own != null && listed != null && !own.equals(listed)) {
      polledAt.warning("differs from the provider's health_endpoint " + own + ", which is used");
    }
    return own != null ? own : listed;
  }

  private static @Nullable String path(YamlValue value, URI base) {
    String text = value.text();
    if (text == null || text.startsWith("/")) {
      return text;
    }
    try {
      URI url = new URI(text);
      if (url.getHost() == null || url.getRawPath() == null || url.getScheme() == null) {
        value.error("is " + value.shown() + "; it must be a path that begins with /, or a URL");
        return null;
      }
      if (!BaseUrl.sameServer(base, url) || !url.getRawPath().startsWith(base.getRawPath())) {
        value.warning("is not below the provider's base_url " + base + " and is not polled");
        return null;
      }
      String path = url.getRawPath().substring(base.getRawPath().length());
      return path.isEmpty() ? "/" : path;
    } catch (URISyntaxException bad) {
      value.error("is " + value.shown() + "; it must be a path that begins with /, or a URL");
      return null;
    }
  }
}
