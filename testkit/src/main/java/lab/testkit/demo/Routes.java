package lab.testkit.demo;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Which handler a request gets; the rest is refused in the server's own way. */
final class Routes {
  private final Map<String, Map<HttpMethod, Handler<HttpServerRequest>>> byPath = new HashMap<>();
  private final Handler<HttpServerRequest> unknownPath;
  private final BiConsumer<HttpServerRequest, Set<HttpMethod>> wrongMethod;

  /**
   * Routes without entries.
   *
   * @param unknownPath answers where no path fits
   * @param wrongMethod answers where a path has other methods only, which it is given
   */
  Routes(
      Handler<HttpServerRequest> unknownPath,
      BiConsumer<HttpServerRequest, Set<HttpMethod>> wrongMethod) {
    this.unknownPath = unknownPath;
    this.wrongMethod = wrongMethod;
  }

  @CanIgnoreReturnValue
  Routes get(String path, Handler<HttpServerRequest> handler) {
    return on(HttpMethod.GET, path, handler);
  }

  @CanIgnoreReturnValue
  Routes post(String path, Handler<HttpServerRequest> handler) {
    return on(HttpMethod.POST, path, handler);
  }

  @CanIgnoreReturnValue
  Routes head(String path, Handler<HttpServerRequest> handler) {
    return on(HttpMethod.HEAD, path, handler);
  }

  private Routes on(HttpMethod method, String path, Handler<HttpServerRequest> handler) {
    byPath.computeIfAbsent(path, any -> new HashMap<>()).put(method, handler);
    return this;
  }

  void handle(HttpServerRequest request) {
    Map<HttpMethod, Handler<HttpServerRequest>> methods =
        byPath.getOrDefault(request.path(), Map.of());
    Handler<HttpServerRequest> handler = methods.get(request.method());
    if (handler != null) {
      handler.handle(request);
    } else if (methods.isEmpty()) {
      unknownPath.handle(request);
    } else {
      wrongMethod.accept(request, methods.keySet());
    }
  }
}
