package lab.gateway.ingress;

import io.vertx.core.http.HttpServerRequest;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.Replies;
import org.jspecify.annotations.Nullable;

/** Of which nodes a page is to tell: {@code ?scope=}. */
enum Scope {
  /** Of all; what is meant where nothing is said. */
  CLUSTER,
  /** Of the one that is asked. */
  NODE;

  /** What is meant; null where that was not understood, and has been answered. */
  static @Nullable Scope of(HttpServerRequest request) {
    String scope = Parameter.of(request, "scope");
    if (scope == null || scope.equals("cluster")) {
      return CLUSTER;
    }
    if (scope.equals("node")) {
      return NODE;
    }
    Replies.failure(
        request,
        new GatewayFailure.Malformed("scope must be node or cluster", "scope", "invalid_value"));
    return null;
  }
}
