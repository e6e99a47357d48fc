package lab.gateway.peer;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import lab.contract.NodeId;
import lab.gateway.call.Sent;

/** What other nodes ask of this one over HTTP: answers that are under way here. */
final class PeerRequests {
  private final Vertx vertx;
  private final NodeId self;
  private final Signer signer;
  private final Duration longestStall;
  private final Giver giver;

  PeerRequests(Vertx vertx, NodeId self, Signer signer, Duration longestStall, Giver giver) {
    this.vertx = vertx;
    this.self = self;
    this.signer = signer;
    this.longestStall = longestStall;
    this.giver = giver;
  }

  void handle(HttpServerRequest request) {
    String path = request.path();
    PeerPath asked = path == null ? null : PeerPath.of(path);
    if (!signer.isGood(request.method().name(), request.uri(), request.headers())) {
      refuse(request, 403);
    } else if (!request.method().equals(HttpMethod.GET) || asked == null) {
      refuse(request, 404);
    } else if (!asked.node().equals(self)) {
      // Another node is there now: whoever was meant is gone.
      refuse(request, 404);
    } else {
      giver.give(asked.key(), new PeerReply(vertx, request, longestStall));
    }
  }

  private static void refuse(HttpServerRequest request, int status) {
    Sent.unwatched(request.response().setStatusCode(status).end());
  }
}
