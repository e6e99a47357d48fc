package lab.gateway.guard;

import java.util.Locale;
import java.util.Set;

/** For whom a path is. What is not named here is for clients: a new path is closed, not open. */
public enum Area {
  /** For everybody, whatever is configured: what balancers and people look at first. */
  PUBLIC,
  /** For whoever scrapes. */
  METRICS,
  /** For those who have a key. */
  CLIENTS,
  /** For those who run the node. */
  OPERATORS;

  private static final Set<String> FOR_EVERYBODY =
      Set.of("/", "/health/liveliness", "/health/liveness", "/health/readiness");

  /** Its name on pages. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The area of a path, whose dots and double slashes are resolved. */
  public static Area of(String path) {
    // However it is written: a route must not be found by a way that this does not see.
    String plain = path.toLowerCase(Locale.ROOT);
    if (plain.length() > 1 && plain.endsWith("/")) {
      plain = plain.substring(0, plain.length() - 1);
    }
    if (FOR_EVERYBODY.contains(plain)) {
      return PUBLIC;
    }
    if (plain.equals("/metrics")) {
      return METRICS;
    }
    return isForOperators(plain) ? OPERATORS : CLIENTS;
  }

  private static boolean isForOperators(String path) {
    return isAtOrBelow(path, "/admin")
        || isAtOrBelow(path, "/key")
        || (isAtOrBelow(path, "/cache") && !path.equals("/cache/ping"))
        || isAtOrBelow(path, "/health")
        || path.equals("/v1/health");
  }

  private static boolean isAtOrBelow(String path, String folder) {
    return path.startsWith(folder)
        && (path.length() == folder.length() || path.charAt(folder.length()) == '/');
  }
}
