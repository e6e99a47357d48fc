package lab.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import lab.config.AlertSettings.Form;
import lab.config.AlertSettings.Webhook;
import lab.contract.Standing.Alert.Kind;
import org.jspecify.annotations.Nullable;

/** Reads {@code alert_settings}. No message shows an address: it is a secret. */
final class AlertsReader {
  private static final int MOST_REQUESTS = 1_000_000;
  private static final Set<String> SCHEMES = Set.of("http", "https");

  /** Where PagerDuty takes events. */
  private static final String PAGERDUTY = "https://events.pagerduty.com/v2/enqueue";

  private AlertsReader() {}

  static AlertSettings read(YamlMap file) {
    YamlMap alerts = file.map("alert_settings").knownAs(Section.ALERT_SETTINGS);
    AlertSettings otherwise = AlertSettings.DEFAULT;
    Integer least = alerts.whole("least_requests", 1, MOST_REQUESTS);
    Duration resolve = alerts.duration("resolve_after");
    return new AlertSettings(
        alerts.flag("enabled", otherwise.enabled()),
        durationOrOff(alerts, "circuit_after", otherwise.circuitAfter()),
        durationOrOff(alerts, "latency_p95", otherwise.latencyP95()),
        shareOrOff(alerts, "error_rate", otherwise.errorRate()),
        least == null ? otherwise.leastRequests() : least,
        resolve == null ? otherwise.resolveAfter() : resolve,
        webhooks(alerts));
  }

  private static @Nullable Duration durationOrOff(
      YamlMap alerts, String key, @Nullable Duration otherwise) {
    YamlValue value = alerts.value(key);
    if (value != null && value.isFalse()) {
      return null;
    }
    Duration said = value == null ? null : value.duration();
    return said == null ? otherwise : said;
  }

  private static @Nullable Double shareOrOff(
      YamlMap alerts, String key, @Nullable Double otherwise) {
    YamlValue value = alerts.value(key);
    if (value != null && value.isFalse()) {
      return null;
    }
    Double said = value == null ? null : value.number(0.001, 1);
    return said == null ? otherwise : said;
  }

  private static List<Webhook> webhooks(YamlMap alerts) {
    List<Webhook> webhooks = new ArrayList<>();
    for (Map.Entry<String, YamlMap> each : alerts.map("webhooks").maps().entrySet()) {
      Webhook webhook = webhook(each.getKey(), each.getValue().knownAs(Section.WEBHOOK));
      if (webhook != null) {
        webhooks.add(webhook);
      }
    }
    return webhooks;
  }

  private static @Nullable Webhook webhook(String name, YamlMap place) {
    Form form = word(Form.class, place.value("type"), place.neededText("type"));
    if (form == null) {
      return null;
    }
    Secret url = url(place, form);
    Secret key = secret(place, "routing_key");
    if (form == Form.PAGERDUTY && key == null) {
      place.error("routing_key", "is needed: the integration key of a PagerDuty service");
      return null;
    }
    return url == null ? null : new Webhook(name, form, url, key, kinds(place));
  }

  private static @Nullable Secret url(YamlMap place, Form form) {
    if (form == Form.PAGERDUTY && !place.has("url")) {
      return new Secret(PAGERDUTY);
    }
    Secret url = secret(place, "url");
    if (url == null || !isAddress(url.reveal())) {
      place.error("url", "must be an address like https://host/path, or a variable that holds it");
      return null;
    }
    return url;
  }

  private static boolean isAddress(String text) {
    try {
      URI uri = new URI(text);
      return uri.getHost() != null
          && SCHEMES.contains(String.valueOf(uri.getScheme()))
          && uri.getUserInfo() == null;
    } catch (URISyntaxException none) {
      return false;
    }
  }

  private static @Nullable Secret secret(YamlMap place, String key) {
    YamlValue said = place.value(key);
    return switch (said == null ? null : said.secret()) {
      case Environment.Expansion.Text(String text) when !text.isEmpty() -> new Secret(text);
      case Environment.Expansion.Unset(String variable) -> {
        place.error(key, "needs the environment variable " + variable + ", which is not set");
        yield null;
      }
      case null, default -> null;
    };
  }

  private static Set<Kind> kinds(YamlMap place) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (YamlValue item : place.items("kinds")) {
      Kind kind = word(Kind.class, item, item.text());
      if (kind != null) {
        kinds.add(kind);
      }
    }
    return kinds.isEmpty() ? Webhook.all() : kinds;
  }

  /** A constant by its name in any case; null with an error where there is none of that name. */
  private static <E extends Enum<E>> @Nullable E word(
      Class<E> words, @Nullable YamlValue at, @Nullable String text) {
    if (at == null || text == null) {
      return null;
    }
    List<String> known = new ArrayList<>();
    for (E word : words.getEnumConstants()) {
      if (word.name().equalsIgnoreCase(text)) {
        return word;
      }
      known.add(word.name().toLowerCase(Locale.ROOT));
    }
    at.error("is " + at.shown() + "; it must be one of " + String.join(", ", known));
    return null;
  }
}
