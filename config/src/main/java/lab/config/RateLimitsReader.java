package lab.config;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import lab.contract.ModelName;
import lab.contract.ProviderName;

/** Reads what may be asked of models and providers, in a minute, at a time, and in a day. */
final class RateLimitsReader {
  private static final int MOST_WAITING = 100_000;

  private RateLimitsReader() {}

  /**
   * @param providers those of {@code providers.yaml}; of templates nothing is read
   * @param gatewayFile {@code gateway.yaml}, or the file in its place
   */
  static RateLimits read(
      YamlMap providersFile, Collection<Provider> providers, YamlMap gatewayFile) {
    YamlMap settings = gatewayFile.map("rate_limit_settings").knownAs(Section.RATE_LIMIT_SETTINGS);
    Map<ModelName, RateLimit> models = models(settings.map("limits"));
    Integer queue = settings.whole("request_queue_size", 0, MOST_WAITING);
    return new RateLimits(
        settings.flag("enabled", true) ? models : Map.of(),
        providers(providersFile.map("providers"), providers),
        PreCallChecks.areEntriesLimits(gatewayFile.map("router_settings")),
        time(settings, "claim_timeout", RateLimits.NONE.claimTimeout()),
        queue == null ? RateLimits.NONE.queueSize() : queue,
        time(settings, "request_queue_timeout", RateLimits.NONE.queueTimeout()));
  }

  private static Duration time(YamlMap settings, String key, Duration otherwise) {
    Duration said = settings.duration(key);
    return said == null ? otherwise : said;
  }

  private static Map<ModelName, RateLimit> models(YamlMap limits) {
    Map<ModelName, RateLimit> read = new LinkedHashMap<>();
    limits
        .maps()
        .forEach(
            (name, map) -> {
              RateLimit limit = limit(map.knownAs(Section.RATE_LIMIT), "rpm", "tpm");
              if (limit.limits() && !name.isBlank()) {
                read.put(new ModelName(name), limit);
              }
            });
    return read;
  }

  private static Map<ProviderName, RateLimit> providers(
      YamlMap entries, Collection<Provider> providers) {
    Map<ProviderName, RateLimit> read = new LinkedHashMap<>();
    for (Provider provider : providers) {
      if (provider.canBeUsed()) {
        YamlMap map = entries.map(provider.name().value()).map("rate_limits");
        RateLimit limit =
            limit(
                map.knownAs(Section.PROVIDER_RATE_LIMITS),
                "requests_per_minute",
                "tokens_per_minute");
        if (limit.limits()) {
          read.put(provider.name(), limit);
        }
      }
    }
    return read;
  }

  private static RateLimit limit(YamlMap map, String requests, String tokens) {
    return new RateLimit(
        map.whole(requests, 1, Integer.MAX_VALUE),
        map.whole(tokens, 1, Integer.MAX_VALUE),
        map.whole("max_parallel_requests", 1, Integer.MAX_VALUE),
        new Spending(
            map.dollars("budget_per_day"),
            map.dollars("budget_per_month"),
            map.whole("requests_per_day", 1, Integer.MAX_VALUE),
            map.whole("tokens_per_day", 1, Integer.MAX_VALUE)));
  }
}
