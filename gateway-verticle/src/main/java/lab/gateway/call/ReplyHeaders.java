package lab.gateway.call;

import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import java.time.Duration;
import lab.contract.Candidate;
import lab.contract.ModelName;
import lab.contract.Why;

/** What every answer to an inference call says of its way, as far as it is known at its head. */
public final class ReplyHeaders {
  /** Longer values are cut: proxies in between refuse heads of more than a few KiB. */
  static final int LONGEST_VALUE = 512;

  private static final CharSequence CALL_ID = AsciiString.cached(CallIds.CALL_ID);
  private static final CharSequence REQUEST_ID = AsciiString.cached(CallIds.REQUEST_ID);
  private static final CharSequence MODEL_ID = AsciiString.cached("x-litellm-model-id");
  private static final CharSequence MODEL_GROUP = AsciiString.cached("x-litellm-model-group");
  private static final CharSequence API_BASE = AsciiString.cached("x-litellm-model-api-base");
  private static final CharSequence RETRIES = AsciiString.cached("x-litellm-attempted-retries");
  private static final CharSequence FALLBACKS = AsciiString.cached("x-litellm-attempted-fallbacks");
  private static final CharSequence TOOK = AsciiString.cached("x-litellm-response-duration-ms");
  private static final CharSequence OVERHEAD = AsciiString.cached("x-litellm-overhead-duration-ms");
  private static final CharSequence PROVIDER = AsciiString.cached("x-lab-provider");
  private static final CharSequence MODEL = AsciiString.cached("x-lab-model");
  private static final CharSequence STRATEGY = AsciiString.cached("x-lab-strategy");
  private static final CharSequence ROUTER = AsciiString.cached("x-lab-router");
  private static final CharSequence DROPPED = AsciiString.cached("x-lab-dropped");
  private static final CharSequence ATTEMPTS = AsciiString.cached("x-lab-attempts");

  /** The usual ones, made once. */
  private static final CharSequence[] COUNTS = {
    AsciiString.cached("0"), AsciiString.cached("1"), AsciiString.cached("2")
  };

  private ReplyHeaders() {}

  /** Puts them on the exchange's response, whose head must not have been sent. */
  public static void put(Exchange exchange) {
    MultiMap headers = exchange.response().headers();
    putId(exchange);
    Why why = exchange.outcome().why();
    if (why == null) {
      return;
    }
    headers.set(STRATEGY, why.stage().label());
    ModelName asked = exchange.call().model();
    if (asked != null) {
      headers.set(MODEL_GROUP, safe(asked.value()));
    }
    Attempts attempts = exchange.attempts();
    Candidate by = attempts.servedBy();
    if (by != null) {
      putGiver(exchange, by);
      headers.set(API_BASE, safe(attempts.servedAt()));
      if (!attempts.dropped().isEmpty()) {
        headers.set(DROPPED, safe(String.join(",", attempts.dropped())));
      }
    }
    if (attempts.count() > 0) {
      headers.set(ATTEMPTS, safe(attempts.toldSoFar()));
      headers.set(RETRIES, count(attempts.retries()));
      headers.set(FALLBACKS, count(attempts.count() - 1 - attempts.retries()));
    }
    headers.set(TOOK, millis(exchange.age()));
    headers.set(OVERHEAD, millis(attempts.overhead()));
  }

  /** Puts who gave the answer, now or once. */
  public static void putGiver(Exchange exchange, Candidate by) {
    MultiMap headers = exchange.response().headers();
    headers.set(PROVIDER, safe(by.provider().value()));
    headers.set(MODEL, safe(by.model().value()));
    headers.set(MODEL_ID, safe(by.provider().value() + '/' + by.model().value()));
  }

  /** Puts what is known of a stream whose head goes before anybody has served it. */
  public static void putId(Exchange exchange) {
    exchange.response().headers().set(CALL_ID, exchange.id().value());
    exchange.response().headers().set(REQUEST_ID, exchange.id().value());
    Quota quota = exchange.quota();
    if (quota != null) {
      quota.tell(exchange.response().headers());
    }
  }

  /** Puts who decided, where that was not this node's own router. */
  public static void putRouter(Exchange exchange, String router) {
    if (!exchange.response().headWritten()) {
      exchange.response().headers().set(ROUTER, safe(router));
    }
  }

  private static String millis(Duration time) {
    long micros = time.toNanos() / 1_000;
    long rest = micros % 1_000;
    return micros / 1_000 + (rest < 10 ? ".00" : rest < 100 ? ".0" : ".") + rest;
  }

  private static CharSequence count(int count) {
    return count < COUNTS.length ? COUNTS[count] : Integer.toString(count);
  }

  /** Names are whatever a configuration or a client says; a header takes visible ASCII only. */
  public static String safe(String value) {
    String cut = value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) : value;
    for (int i = 0; i < cut.length(); i++) {
      char c = cut.charAt(i);
      if (c < ' ' || c > '~') {
        return cut.replaceAll("[^ -~]", "?");
      }
    }
    return cut;
  }
}
