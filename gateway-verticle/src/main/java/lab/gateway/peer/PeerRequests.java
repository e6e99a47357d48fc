package lab.gateway.peer;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import lab.contract.NodeId;
import lab.gateway.call.Bytes;
import lab.gateway.call.Sent;
import lab.gateway.peer.PeerPath.Kind;

/** What other nodes ask of this one over HTTP: answers that are under way here, or kept. */
final class PeerRequests {
  private final Vertx vertx;
  private final NodeId self;
  private final Signer signer;
  private final Duration longestStall;
  private final Giver giver;
  private final Keeper keeper;
  private final Strangers strangers;

  PeerRequests(
      Vertx vertx,
      NodeId self,
      Signer signer,
      Duration longestStall,
      Giver giver,
      Keeper keeper,
      Strangers strangers) {
    this.vertx = vertx;
    this.self = self;
    this.signer = signer;
    this.longestStall = longestStall;
    this.giver = giver;
    this.keeper = keeper;
    this.strangers = strangers;
  }

  void came(HttpConnection connection) {
    strangers.came(connection);
  }

  void handle(HttpServerRequest request) {
    if (signer.isGood(request.method().name(), request.uri(), request.headers())) {
      strangers.isNode(request.connection());
      handleOfNode(request);
    } else {
      end(request, 403);
    }
  }

  private void handleOfNode(HttpServerRequest request) {
    String path = request.path();
    PeerPath asked = path == null ? null : PeerPath.of(path);
    if (asked == null || !asked.node().equals(self)) {
      // Where another node is there now, whoever was meant is gone.
      end(request, 404);
    } else if (request.method().equals(HttpMethod.GET)) {
      give(request, asked);
    } else if (request.method().equals(HttpMethod.DELETE) && asked.kind() == Kind.RESPONSE) {
      end(request, keeper.forget(asked.key()) ? 204 : 404);
    } else {
      end(request, 404);
    }
  }

  private void give(HttpServerRequest request, PeerPath asked) {
    switch (asked.kind()) {
      case FLIGHT -> giver.give(asked.key(), new PeerReply(vertx, request, longestStall));
      case RESPONSE ->
          keeper
              .find(asked.key())
              .onComplete(
                  found ->
                      found.ifPresentOrElse(
                          bytes -> Sent.unwatched(request.response().end(Bytes.wrap(bytes))),
                          () -> end(request, 404)),
                  bug -> end(request, 500));
    }
  }

  private static void end(HttpServerRequest request, int status) {
    Sent.unwatched(request.response().setStatusCode(status).end());
  }
}
