package lab.dialect.failure;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lab.contract.FailureKind;
import org.jspecify.annotations.Nullable;

/** When a provider says that another try is worth it, in every form that they say it. */
final class RetryAfter {
  private static final Duration SHORTEST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofHours(1);

  private static final Pattern NUMBER = Pattern.compile("\\d{1,15}(?:\\.\\d{1,15})?");

  /** One part of a duration such as {@code 1m2.5s}; ms before m and s, or they would win. */
  private static final Pattern PART =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,15})?)(ns|us|µs|ms|h|m|s)");

  /** Above this a bare number is a moment, not a distance: seconds since 1970 ... */
  private static final double EPOCH_SECONDS = 1e9;

  /** ... or milliseconds since 1970. */
  private static final double EPOCH_MILLIS = 1e12;

  private static final List<Limit> LIMITS =
      List.of(
          new Limit("x-ratelimit-reset-requests", "x-ratelimit-remaining-requests"),
          new Limit("x-ratelimit-reset-tokens", "x-ratelimit-remaining-tokens"),
          new Limit("x-ratelimit-reset", "x-ratelimit-remaining"),
          anthropic("requests"),
          anthropic("tokens"),
          anthropic("input-tokens"),
          anthropic("output-tokens"));

  private RetryAfter() {}

  private record Limit(String reset, String remaining) {}

  private static Limit anthropic(String what) {
    return new Limit(
        "anthropic-ratelimit-" + what + "-reset", "anthropic-ratelimit-" + what + "-remaining");
  }

  /** Between 0.2 s and 1 h, or null where nothing is said or the kind has no use for it. */
  static @Nullable Duration of(
      FailureKind kind, ErrorBody error, Function<String, @Nullable String> header) {
    Duration said =
        switch (kind) {
          case RATE, CREDITS -> {
            Duration direct = direct(error, header);
            yield direct == null ? reset(header) : direct;
          }
          // The limits beside an overload speak of something else.
          case OVERLOAD, LOADING -> direct(error, header);
          case AUTH, SERVER, TIMEOUT, NOT_FOUND, TOO_LONG, FILTERED, BAD_REQUEST, CANCELLED -> null;
        };
    return said == null ? null : clamped(said);
  }

  private static @Nullable Duration direct(
      ErrorBody error, Function<String, @Nullable String> header) {
    Duration millis = number(header.apply("retry-after-ms"), 1e-3);
    if (millis != null) {
      return millis;
    }
    String after = header.apply("retry-after");
    Duration seconds = number(after, 1);
    if (seconds != null) {
      return seconds;
    }
    Duration date = untilDate(after, header);
    return date != null ? date : number(error.retryAfter(), 1);
  }

  /** Of the limits that are used up the last to recover; none used up: the first to recover. */
  private static @Nullable Duration reset(Function<String, @Nullable String> header) {
    var spent = new ArrayList<Duration>();
    var others = new ArrayList<Duration>();
    for (Limit limit : LIMITS) {
      Duration until = moment(header.apply(limit.reset()), header);
      if (until != null) {
        ("0".equals(header.apply(limit.remaining())) ? spent : others).add(until);
      }
    }
    return spent.isEmpty()
        ? others.stream().min(Duration::compareTo).orElse(null)
        : spent.stream().max(Duration::compareTo).orElse(null);
  }

  private static @Nullable Duration moment(
      @Nullable String value, Function<String, @Nullable String> header) {
    if (value == null) {
      return null;
    }
    if (NUMBER.matcher(value).matches()) {
      double number = Double.parseDouble(value);
      if (number < EPOCH_SECONDS) {
        return number(value, 1);
      }
      double millis = number < EPOCH_MILLIS ? number * 1e3 : number;
      return Duration.between(now(header), Instant.ofEpochMilli((long) millis));
    }
    Duration parts = parts(value);
    if (parts != null) {
      return parts;
    }
    try {
      return Duration.between(now(header), OffsetDateTime.parse(value).toInstant());
    } catch (DateTimeParseException neither) {
      return null;
    }
  }

  private static @Nullable Duration parts(String value) {
    Matcher part = PART.matcher(value);
    double seconds = 0;
    int end = 0;
    while (end < value.length() && part.find(end) && part.start() == end) {
      seconds += Double.parseDouble(part.group(1)) * unit(part.group(2));
      end = part.end();
    }
    return end > 0 && end == value.length() ? ofSeconds(seconds) : null;
  }

  private static double unit(String name) {
    return switch (name) {
      case "h" -> 3600;
      case "m" -> 60;
      case "s" -> 1;
      case "ms" -> 1e-3;
      case "ns" -> 1e-9;
      default -> 1e-6;
    };
  }

  private static @Nullable Duration number(@Nullable String value, double unit) {
    if (value == null || !NUMBER.matcher(value.strip()).matches()) {
      return null;
    }
    return ofSeconds(Double.parseDouble(value.strip()) * unit);
  }

  private static @Nullable Duration untilDate(
      @Nullable String date, Function<String, @Nullable String> header) {
    Instant until = httpDate(date);
    return until == null ? null : Duration.between(now(header), until);
  }

  /** The provider's own clock where it tells it: dates of one answer belong together. */
  private static Instant now(Function<String, @Nullable String> header) {
    Instant told = httpDate(header.apply("date"));
    return told == null ? Instant.now() : told;
  }

  private static @Nullable Instant httpDate(@Nullable String value) {
    if (value == null) {
      return null;
    }
    try {
      return ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeParseException notADate) {
      return null;
    }
  }

  private static Duration ofSeconds(double seconds) {
    // Bounded before the conversion: a provider may send any number.
    return Duration.ofMillis(Math.round(Math.min(seconds, 1e6) * 1e3));
  }

  private static Duration clamped(Duration said) {
    if (said.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return said.compareTo(LONGEST) > 0 ? LONGEST : said;
  }
}
