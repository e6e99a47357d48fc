package lab.testkit.demo;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers that need no thought. */
final class Replies {
  private static final Logger LOG = LoggerFactory.getLogger(Replies.class);

  private Replies() {}

  static void json(HttpServerRequest request, int status, String body) {
    typed(request, status, "application/json", body);
  }

  static void text(HttpServerRequest request, int status, String body) {
    typed(request, status, "text/plain; charset=utf-8", body);
  }

  private static void typed(HttpServerRequest request, int status, String type, String body) {
    ended(request.response().setStatusCode(status).putHeader("content-type", type).end(body));
  }

  static String allowed(Set<HttpMethod> methods) {
    return methods.stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", "));
  }

  /** Closes the connection without a word. */
  static void drop(HttpServerRequest request) {
    ended(request.connection().close());
  }

  /** A client that left is no matter here. */
  static void ended(Future<Void> reply) {
    reply.onFailure(left -> LOG.debug("a reply was not read to its end", left));
  }
}
