package lab.gateway.limit;

import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import java.time.Duration;

/** What answers say of one kind of limit, as OpenAI's do. */
final class LimitHeaders {
  private static final LimitHeaders REQUESTS = new LimitHeaders(Limit.Unit.REQUESTS);
  private static final LimitHeaders TOKENS = new LimitHeaders(Limit.Unit.TOKENS);

  private final CharSequence limit;
  private final CharSequence remaining;
  private final CharSequence reset;

  private LimitHeaders(Limit.Unit unit) {
    limit = AsciiString.cached("x-ratelimit-limit-" + unit.label());
    remaining = AsciiString.cached("x-ratelimit-remaining-" + unit.label());
    reset = AsciiString.cached("x-ratelimit-reset-" + unit.label());
  }

  static LimitHeaders of(Limit.Unit unit) {
    return switch (unit) {
      case REQUESTS -> REQUESTS;
      case TOKENS -> TOKENS;
    };
  }

  /**
   * @param perMinute the limit
   * @param left what is there of it
   */
  void put(MultiMap headers, long perMinute, long left) {
    headers.set(limit, Long.toString(perMinute));
    headers.set(remaining, Long.toString(left));
    long millis = Math.ceilDiv((perMinute - left) * 60_000, perMinute);
    headers.set(reset, time(Duration.ofMillis(millis)));
  }

  /** In OpenAI's form: {@code 120ms}, {@code 1s}, {@code 6m0s}; longer ones rounded up. */
  static String time(Duration time) {
    if (time.compareTo(Duration.ofSeconds(1)) < 0) {
      return time.toMillis() + "ms";
    }
    long seconds = Math.ceilDiv(time.toMillis(), 1_000);
    return seconds < 60 ? seconds + "s" : seconds / 60 + "m" + seconds % 60 + "s";
  }
}
