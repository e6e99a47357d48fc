package lab.gateway.ingress;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import lab.config.Cors;

/**
 * Lets web pages of the configured origins call this node from a browser. What pages of any other
 * origin are answered their browser keeps from them; where no key is asked for, {@link
 * lab.gateway.guard.Guard} does not let them in at all.
 */
final class CrossOrigin {
  private static final String METHODS = "GET, HEAD, POST, DELETE, OPTIONS";

  /** What scripts may read beside the few headers that browsers always show. */
  private static final String EXPOSED =
      "retry-after, x-should-retry, x-litellm-call-id, x-request-id, x-lab-provider, x-lab-model,"
          + " x-lab-strategy, x-lab-attempts, x-litellm-model-id, x-litellm-model-group,"
          + " x-litellm-model-api-base, x-litellm-attempted-retries, x-litellm-attempted-fallbacks,"
          + " x-litellm-response-duration-ms, x-litellm-overhead-duration-ms";

  /** Seconds for which a browser need not ask again before it sends. */
  private static final String REMEMBERED = "600";

  private final Cors cors;

  CrossOrigin(Cors cors) {
    this.cors = cors;
  }

  /** Puts on the response what a browser looks for. */
  void mark(HttpServerRequest request) {
    if (!cors.enabled()) {
      return;
    }
    MultiMap headers = request.response().headers();
    headers.set(HttpHeaders.VARY, HttpHeaders.ORIGIN);
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin == null || !cors.allows(origin)) {
      return;
    }
    headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    if (request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)) {
      headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
      headers.set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, REMEMBERED);
      // Any: official SDKs send a dozen of their own, and which ones changes with each release.
      String wanted = request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
      if (wanted != null) {
        headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, wanted);
      }
    }
  }
}
