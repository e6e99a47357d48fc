package lab.gateway.ingress;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import lab.config.Cors;

/**
 * Lets web pages of the configured origins call this node from a browser. Pages of any other origin
 * are not refused: without these headers their browser keeps the answer from them.
 */
final class CrossOrigin {
  private static final String METHODS = "GET, HEAD, POST, OPTIONS";

  /** What scripts may read beside the few headers that browsers always show. */
  private static final String EXPOSED =
      "retry-after, x-should-retry, x-litellm-call-id, x-lab-provider, x-lab-model, x-lab-strategy,"
          + " x-lab-attempts, x-litellm-model-id, x-litellm-model-group, x-litellm-model-api-base,"
          + " x-litellm-attempted-retries, x-litellm-attempted-fallbacks,"
          + " x-litellm-response-duration-ms, x-litellm-overhead-duration-ms";

  /** Seconds for which a browser need not ask again before it sends. */
  private static final String REMEMBERED = "600";

  private final boolean enabled;
  private final List<String> allowed;

  CrossOrigin(Cors cors) {
    this.enabled = cors.enabled();
    this.allowed = cors.allowedOrigins();
  }

  /** Puts on the response what a browser looks for. */
  void mark(HttpServerRequest request) {
    if (!enabled) {
      return;
    }
    MultiMap headers = request.response().headers();
    headers.set(HttpHeaders.VARY, HttpHeaders.ORIGIN);
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin == null || allowed.stream().noneMatch(pattern -> matches(pattern, origin))) {
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

  /** Whether the text is the pattern, where an asterisk stands for any run of characters. */
  static boolean matches(String pattern, String text) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return pattern.equals(text);
    }
    String[] parts = pattern.split("\\*", -1);
    String first = parts[0];
    String last = parts[parts.length - 1];
    if (text.length() < first.length() + last.length()
        || !text.startsWith(first)
        || !text.endsWith(last)) {
      return false;
    }
    int at = first.length();
    for (int i = 1; i < parts.length - 1; i++) {
      int found = text.indexOf(parts[i], at);
      if (found < 0) {
        return false;
      }
      at = found + parts[i].length();
    }
    return at <= text.length() - last.length();
  }
}
