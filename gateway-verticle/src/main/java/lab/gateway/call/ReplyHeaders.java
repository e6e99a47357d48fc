package lab.gateway.call;

import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import lab.contract.Candidate;
import lab.contract.Why;

/** What every answer to an inference call says of its way, as far as it is known at its head. */
public final class ReplyHeaders {
  private static final CharSequence CALL_ID = AsciiString.cached(Exchange.CALL_ID);
  private static final CharSequence PROVIDER = AsciiString.cached("x-lab-provider");
  private static final CharSequence MODEL = AsciiString.cached("x-lab-model");
  private static final CharSequence STRATEGY = AsciiString.cached("x-lab-strategy");
  private static final CharSequence ATTEMPTS = AsciiString.cached("x-lab-attempts");

  private ReplyHeaders() {}

  /** Puts them on the exchange's response, whose head must not have been sent. */
  public static void put(Exchange exchange) {
    MultiMap headers = exchange.response().headers();
    headers.set(CALL_ID, exchange.id().value());
    Why why = exchange.why();
    if (why != null) {
      headers.set(STRATEGY, why.stage().label());
    }
    Candidate by = exchange.servedBy();
    if (by != null) {
      headers.set(PROVIDER, by.provider().value());
      headers.set(MODEL, headerSafe(by.model().value()));
    }
    String tried = exchange.triedSoFar();
    if (!tried.isEmpty()) {
      headers.set(ATTEMPTS, tried);
    }
  }

  /** A model's name is whatever a configuration says; a header takes visible ASCII only. */
  private static String headerSafe(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < ' ' || c > '~') {
        return name.replaceAll("[^ -~]", "?");
      }
    }
    return name;
  }
}
