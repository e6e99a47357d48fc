package lab.gateway.guard;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lab.config.ClientKey;
import lab.config.NewKey;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants of a new key, in LiteLLM's words for {@code /key/generate}. Words that mean
 * nothing here, such as a user's, are passed over.
 */
public final class KeyOrder {
  private static final int LONGEST_ALIAS = 64;
  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})(mo|[smhdw])");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1),
          "w", Duration.ofDays(7),
          "mo", Duration.ofDays(30));

  private KeyOrder() {}

  /** What is wrong with an order. */
  public static final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String field;

    private Wrong(String field, String rule) {
      super(field + " must be " + rule);
      this.field = field;
    }

    /** The field that it is about. */
    public String field() {
      return field;
    }
  }

  /**
   * The key that is wanted.
   *
   * @param fresh the key itself, where the order has none of its own
   * @throws Wrong naming the field, where it can not be had
   */
  public static ClientKey read(JsonObject order, NewKey fresh, Instant now) {
    String said = text(order, "key_alias");
    String alias = said == null ? "key-" + fresh.hash() : said;
    if (alias.length() > LONGEST_ALIAS || !alias.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new Wrong("key_alias", "1 to 64 printable ASCII characters without blanks");
    }
    Duration lasts = time(order, "duration");
    return new ClientKey(
        alias,
        fresh.hash(),
        texts(order, "models"),
        texts(order, "capabilities"),
        limits(order),
        map(order, "metadata"),
        texts(order, "tags"),
        flag(order, "blocked"),
        lasts == null ? null : now.plus(lasts));
  }

  private static ClientKey.Limits limits(JsonObject order) {
    Double budget = amount(order, "max_budget");
    Duration span = time(order, "budget_duration");
    if (budget != null && (span == null || !isDayOrMonth(span))) {
      throw new Wrong("budget_duration", "1d or 30d where there is a max_budget");
    }
    boolean daily = span != null && span.equals(Duration.ofDays(1));
    return new ClientKey.Limits(
        whole(order, "rpm_limit"),
        whole(order, "tpm_limit"),
        whole(order, "max_parallel_requests"),
        daily ? budget : null,
        daily ? null : budget,
        priority(order));
  }

  private static int priority(JsonObject order) {
    Object value = order.getValue("priority");
    if (value == null) {
      return ClientKey.Limits.USUAL_PRIORITY;
    }
    if (value instanceof Number number
        && number.doubleValue() == number.intValue()
        && number.intValue() >= 0
        && number.intValue() <= ClientKey.Limits.HIGHEST_PRIORITY) {
      return number.intValue();
    }
    throw new Wrong("priority", "a whole number from 0 to " + ClientKey.Limits.HIGHEST_PRIORITY);
  }

  private static boolean isDayOrMonth(Duration span) {
    return span.equals(Duration.ofDays(1)) || span.equals(Duration.ofDays(30));
  }

  /** A text that may stand in an order, or null. */
  public static @Nullable String text(JsonObject order, String field) {
    Object value = order.getValue(field);
    if (value == null) {
      return null;
    }
    if (value instanceof String text && !text.isBlank()) {
      return text;
    }
    throw new Wrong(field, "text");
  }

  private static @Nullable Duration time(JsonObject order, String field) {
    String text = text(order, field);
    if (text == null) {
      return null;
    }
    Matcher matcher = TIME.matcher(text);
    Duration unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
    Duration time = unit == null ? null : unit.multipliedBy(Long.parseLong(matcher.group(1)));
    if (time == null || time.isZero() || time.compareTo(LONGEST) > 0) {
      throw new Wrong(field, "a time like 30s, 15m, 24h, 30d or 1mo");
    }
    return time;
  }

  private static @Nullable Integer whole(JsonObject order, String field) {
    Object value = order.getValue(field);
    if (value == null) {
      return null;
    }
    if (value instanceof Number number
        && number.doubleValue() == number.intValue()
        && number.intValue() > 0) {
      return number.intValue();
    }
    throw new Wrong(field, "a whole number from 1");
  }

  private static @Nullable Double amount(JsonObject order, String field) {
    Object value = order.getValue(field);
    if (value == null) {
      return null;
    }
    if (value instanceof Number number && number.doubleValue() >= 0) {
      return number.doubleValue();
    }
    throw new Wrong(field, "a number of US dollars from 0");
  }

  private static boolean flag(JsonObject order, String field) {
    Object value = order.getValue(field);
    if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    throw new Wrong(field, "true or false");
  }

  private static Map<String, Object> map(JsonObject order, String field) {
    Object value = order.getValue(field);
    if (value == null) {
      return Map.of();
    }
    if (value instanceof JsonObject map) {
      return map.getMap();
    }
    throw new Wrong(field, "an object");
  }

  private static List<String> texts(JsonObject order, String field) {
    Object value = order.getValue(field);
    if (value == null) {
      return List.of();
    }
    if (value instanceof JsonArray list && list.stream().allMatch(String.class::isInstance)) {
      return list.stream().map(String.class::cast).toList();
    }
    throw new Wrong(field, "a list of texts");
  }
}
