package lab.gateway.cache;

import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import lab.contract.CacheOutcome;
import lab.gateway.call.Exchange;
import lab.gateway.call.ReplyHeaders;
import org.jspecify.annotations.Nullable;

/** What an answer says of the cache. */
final class CacheHeaders {
  private static final CharSequence CACHE = AsciiString.cached("x-lab-cache");
  private static final CharSequence KEY = AsciiString.cached("x-litellm-cache-key");
  private static final CharSequence FALLBACK = AsciiString.cached("x-lab-cache-fallback");
  private static final CharSequence TRUE = AsciiString.cached("true");

  private static final Map<CacheOutcome, CharSequence> OUTCOMES = outcomes();

  private CacheHeaders() {}

  private static Map<CacheOutcome, CharSequence> outcomes() {
    Map<CacheOutcome, CharSequence> outcomes = new EnumMap<>(CacheOutcome.class);
    for (CacheOutcome outcome : CacheOutcome.values()) {
      outcomes.put(outcome, AsciiString.cached(outcome.name()));
    }
    return outcomes;
  }

  /**
   * What became of the look-up; where the head has gone, it has been told otherwise.
   *
   * @param key null where none was made
   */
  static void put(Exchange exchange, CacheOutcome outcome, @Nullable String key) {
    MultiMap headers = exchange.response().headers();
    headers.set(CACHE, Objects.requireNonNull(OUTCOMES.get(outcome)));
    exchange.outcome().cached(outcome);
    if (key != null) {
      headers.set(KEY, ReplyHeaders.safe(key));
    }
  }

  /** Whose answer it is, and how old. */
  static void put(Exchange exchange, StoredAnswer found, long now) {
    MultiMap headers = exchange.response().headers();
    headers.set(HttpHeaders.AGE, Long.toString(found.age(now).toSeconds()));
    ReplyHeaders.putGiver(exchange, found.by());
    if (found.fallback()) {
      headers.set(FALLBACK, TRUE);
    }
  }
}
