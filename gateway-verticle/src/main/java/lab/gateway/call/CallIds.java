package lab.gateway.call;

import io.vertx.core.http.HttpServerRequest;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import lab.contract.CallId;
import org.jspecify.annotations.Nullable;

/** The ids of calls: the client's own name where it gives one, else one that is unique. */
final class CallIds {
  /** The header of LiteLLM, which counts before the common one. */
  static final String CALL_ID = "x-litellm-call-id";

  static final String REQUEST_ID = "x-request-id";

  /** The client's name is kept if it is a plain word of at most this many characters. */
  private static final int LONGEST = 128;

  private CallIds() {}

  /** What its client calls it, else what we do. */
  static CallId of(HttpServerRequest request) {
    return of(request.getHeader(CALL_ID), request.getHeader(REQUEST_ID));
  }

  /** The first of the client's names that can be kept, else one of our own. */
  static CallId of(@Nullable String given, @Nullable String otherwise) {
    if (given != null && isGood(given)) {
      return new CallId(given);
    }
    if (otherwise != null && isGood(otherwise)) {
      return new CallId(otherwise);
    }
    // Unique, not secret: a secure random number would cost more than the whole exchange.
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new CallId(new UUID(random.nextLong(), random.nextLong()).toString());
  }

  private static boolean isGood(String given) {
    return !given.isEmpty()
        && given.length() <= LONGEST
        && given.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }
}
