package lab.gateway.ingress;

import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The paths of a router and what each of them takes, for the 405. */
final class Paths {
  private static final String READ = "GET, HEAD, OPTIONS";
  private static final String WRITE = "POST, OPTIONS";
  private static final String CHANGE = "PATCH, OPTIONS";
  private static final String READ_OR_DELETE = "GET, HEAD, DELETE, OPTIONS";

  private final Router router;
  private final Map<String, String> exact = new HashMap<>();
  private final Map<String, String> beginnings = new HashMap<>();
  private final Map<String, String> ofSome = new HashMap<>();

  Paths(Router router) {
    this.router = router;
  }

  /** What is behind a prefix. */
  interface Below {
    /**
     * Answers a request.
     *
     * @param rest the path behind the prefix, with its percent signs decoded
     */
    void handle(RoutingContext context, String rest);
  }

  void get(String path, Handler<RoutingContext> handler) {
    router.get(path).handler(handler);
    router.head(path).handler(handler);
    exact.put(path, READ);
  }

  void post(String path, Handler<RoutingContext> handler) {
    router.post(path).handler(handler);
    exact.put(path, WRITE);
  }

  void getBelow(String prefix, Below handler) {
    get(prefix + "*", below(prefix, handler));
    beginnings.put(prefix, READ);
  }

  /**
   * What belongs to each of those below a prefix; tell of it before them.
   *
   * @param part the end of the path, with its slash
   * @param handler gets what is between the two
   */
  void getOf(String prefix, String part, Below handler) {
    get(
        prefix + ":one" + part,
        context -> handler.handle(context, Objects.requireNonNull(context.pathParam("one"))));
    ofSome.put(prefix, part);
  }

  /** What can be read and deleted. */
  void keptBelow(String prefix, Below read, Below delete) {
    getBelow(prefix, read);
    router.delete(prefix + "*").handler(below(prefix, delete));
    beginnings.put(prefix, READ_OR_DELETE);
  }

  void patchBelow(String prefix, Below handler) {
    router.patch(prefix + "*").handler(below(prefix, handler));
    beginnings.put(prefix, CHANGE);
  }

  private static Handler<RoutingContext> below(String prefix, Below handler) {
    return context -> {
      String rest = rest(prefix, context);
      if (rest.isEmpty()) {
        context.next(); // The prefix itself is another path.
      } else {
        handler.handle(context, rest);
      }
    };
  }

  /** The methods that a path takes, as in an {@code Allow} header; null where there is no such. */
  @Nullable String allowed(String path) {
    // A slash at the end is no other path; the router thinks so too.
    boolean slash = path.length() > 1 && path.endsWith("/");
    String methods = exact.get(slash ? path.substring(0, path.length() - 1) : path);
    if (methods != null) {
      return methods;
    }
    for (Map.Entry<String, String> part : ofSome.entrySet()) {
      if (path.startsWith(part.getKey()) && path.endsWith(part.getValue())) {
        return READ;
      }
    }
    for (Map.Entry<String, String> beginning : beginnings.entrySet()) {
      if (path.startsWith(beginning.getKey())) {
        return beginning.getValue();
      }
    }
    return null;
  }

  private static String rest(String prefix, RoutingContext context) {
    // As it came, for a name may hold two slashes; but not every way to write the prefix.
    String raw = context.request().path();
    String path = raw != null && raw.startsWith(prefix) ? raw : context.normalizedPath();
    // The router takes the path without its last slash for one below it.
    return decoded(path.substring(Math.min(path.length(), prefix.length())));
  }

  /**
   * Percent signs decoded; a plus is a plus in a path. Bytes beyond ASCII, each a character here,
   * are UTF-8: some clients send a path as somebody wrote it.
   */
  private static String decoded(String raw) {
    boolean ascii = raw.chars().allMatch(c -> c < 0x80);
    String text =
        ascii ? raw : new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return text;
    }
  }
}
