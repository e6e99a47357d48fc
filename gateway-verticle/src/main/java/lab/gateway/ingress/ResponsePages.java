package lab.gateway.ingress;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import lab.gateway.cache.ResponseShelf;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.Replies;

/** The responses that a caller has kept, by their ids. */
final class ResponsePages {
  private final ResponseShelf shelf;

  ResponsePages(ResponseShelf shelf) {
    this.shelf = shelf;
  }

  /** {@code GET /v1/responses/{id}}: as its client got it. */
  void show(RoutingContext context, String id) {
    HttpServerRequest request = context.request();
    shelf
        .find(Entrance.callerOf(context), id)
        .onComplete(
            found ->
                found.ifPresentOrElse(
                    kept -> Replies.json(request, 200, kept.response()), () -> none(request, id)),
            away -> Replies.failure(request, new GatewayFailure.NoResponses()));
  }

  /** {@code DELETE /v1/responses/{id}}: what comes after it can be gone on from all the same. */
  void forget(RoutingContext context, String id) {
    HttpServerRequest request = context.request();
    JsonObject gone = new JsonObject().put("id", id).put("object", "response").put("deleted", true);
    shelf
        .forget(Entrance.callerOf(context), id)
        .onComplete(
            was -> {
              if (was) {
                Replies.json(request, 200, gone.toBuffer().getBytes());
              } else {
                none(request, id);
              }
            },
            away -> Replies.failure(request, new GatewayFailure.NoResponses()));
  }

  private static void none(HttpServerRequest request, String id) {
    Replies.failure(request, new GatewayFailure.UnknownResponse(id));
  }
}
