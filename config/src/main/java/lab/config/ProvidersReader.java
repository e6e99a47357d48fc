package lab.config;

import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import lab.contract.ProviderName;
import org.jspecify.annotations.Nullable;

/** Reads {@code providers.yaml}. */
final class ProvidersReader {
  /** Stands for what a template has not filled in. */
  private static final URI NOWHERE = URI.create("about:blank");

  /** Also carried into the admin API, though they do something. */
  private static final Set<String> SHOWN =
      Set.of("configuration", "rate_limits", "cost_per_1k_tokens");

  private static final int MOST_PARALLEL = 1_000_000;

  private ProvidersReader() {}

  static Map<ProviderName, Provider> read(YamlMap file) {
    file.knownAs(Section.PROVIDERS_FILE);
    YamlMap polled = file.map("health_checks").map("endpoints");
    Map<ProviderName, Provider> providers = new LinkedHashMap<>();
    file.map("providers")
        .maps()
        .forEach(
            (name, map) -> {
              if (isName(name, map)) {
                Provider provider = provider(name, map, polled.value(name));
                if (provider != null) {
                  providers.put(provider.name(), provider);
                }
              }
            });
    return providers;
  }

  private static boolean isName(String name, YamlMap map) {
    // It goes into response headers and metrics.
    boolean fit = !name.isBlank() && name.chars().allMatch(c -> c >= ' ' && c <= '~');
    if (!fit) {
      map.source()
          .findings()
          .error(map.at(), "a provider's name must be of printable ASCII characters");
    }
    return fit;
  }

  private static @Nullable Provider provider(
      String name, YamlMap map, @Nullable YamlValue polledAt) {
    map.knownAs(Section.PROVIDER);
    ProviderStatus status =
        word(map, "status", ProviderStatus.values(), ProviderStatus::label, ProviderStatus.ACTIVE);
    if (status == null) {
      return null;
    }
    return switch (status) {
      case TEMPLATE, PENDING_INTEGRATION -> template(name, status, map);
      case ACTIVE, DISABLED -> complete(name, status, map, polledAt);
    };
  }

  private static @Nullable Provider complete(
      String name, ProviderStatus status, YamlMap map, @Nullable YamlValue polledAt) {
    if (!map.has("type")) {
      map.error("type", "is missing; it must be one of " + labels(ProviderType.values()));
    }
    ProviderType type =
        word(
            map,
            "type",
            ProviderType.values(),
            ProviderType::label,
            ProviderType.OPENAI_COMPATIBLE);
    YamlValue address = map.value("base_url");
    URI usual = type == null ? null : type.address();
    if (address == null && usual == null) {
      map.error("base_url", "is missing");
    }
    URI url = address == null ? usual : BaseUrl.read(address);
    Provider provider =
        new Provider(
            new ProviderName(name),
            type == null ? ProviderType.OPENAI_COMPATIBLE : type,
            url == null ? NOWHERE : url,
            status,
            ModelsReader.read(map),
            CredentialsReader.of(map),
            TimeReader.limits(map),
            url == null ? null : HealthReader.endpoint(map, url, polledAt),
            parallel(map),
            described(map),
            map.at());
    return type == null || url == null ? null : provider;
  }

  private static Provider template(String name, ProviderStatus status, YamlMap map) {
    return new Provider(
        new ProviderName(name),
        ProviderType.OPENAI_COMPATIBLE,
        NOWHERE,
        status,
        List.of(),
        new Credentials.NotNeeded(),
        TimeLimits.UNSAID,
        null,
        null,
        described(map),
        map.at());
  }

  private static @Nullable Integer parallel(YamlMap map) {
    Integer said = map.whole("max_concurrency", 1, MOST_PARALLEL);
    Integer slots =
        map.map("configuration")
            .knownAs(Section.CONFIGURATION)
            .whole("n_parallel", 1, MOST_PARALLEL);
    return said != null ? said : slots;
  }

  private static Map<String, Object> described(YamlMap map) {
    Map<String, Object> described = new LinkedHashMap<>();
    map.values()
        .forEach(
            (key, value) -> {
              boolean describes = Section.PROVIDER.keys().get(key) == KeyUse.DESCRIPTIVE;
              if (!value.isNull() && (describes || SHOWN.contains(key))) {
                described.put(key, value.plain());
              }
            });
    return described;
  }

  /** One of an enum's words; null, with an error, where it is another. */
  private static <E extends Enum<E>> @Nullable E word(
      YamlMap map, String key, E[] words, Function<E, String> label, E absent) {
    YamlValue value = map.value(key);
    if (value == null) {
      return absent;
    }
    String text = value.text();
    if (text == null) {
      return null;
    }
    for (E word : words) {
      if (label.apply(word).equals(text)) {
        return word;
      }
    }
    value.error("is " + value.shown() + "; it must be one of " + labels(words));
    return null;
  }

  private static String labels(Enum<?>[] words) {
    List<String> labels =
        Arrays.stream(words).map(word -> word.name().toLowerCase(Locale.ROOT)).toList();
    return String.join(", ", labels);
  }
}
