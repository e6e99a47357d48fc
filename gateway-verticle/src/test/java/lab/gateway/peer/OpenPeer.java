package lab.gateway.peer;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import lab.config.Secret;
import lab.contract.NodeId;

/** A node that gives what a test says, for whoever reads from it over a real connection. */
final class OpenPeer {
  static final NodeId NODE = new NodeId("leader");
  private static final Duration STALL = Duration.ofMillis(300);

  /** How long a connection may stay that no node has asked on. */
  static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Vertx vertx = Vertx.vertx();
  private final AtomicReference<Giver> giver = new AtomicReference<>();
  private final List<HttpServerRequest> asked = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  OpenPeer() throws Exception {
    PeerRequests requests =
        new PeerRequests(
            vertx,
            NODE,
            signer(),
            STALL,
            (key, reply) -> giver.get().give(key, reply),
            Keeper.NOTHING,
            new Strangers(vertx, PATIENCE));
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
            .connectionHandler(requests::came)
            .requestHandler(
                request -> {
                  asked.add(request);
                  requests.handle(request);
                })
            .listen(0, "127.0.0.1")
            .await(10, SECONDS);
  }

  /** What signs as these nodes do. */
  static Signer signer() {
    return signer("the secret of these nodes");
  }

  static Signer signer(String secret) {
    return new Signer(new Secret(secret), InstantSource.system());
  }

  void gives(Giver what) {
    giver.set(what);
  }

  /** All requests so far. */
  List<HttpServerRequest> asked() {
    return asked;
  }

  int port() {
    return server.actualPort();
  }

  Vertx vertx() {
    return vertx;
  }

  void close() throws Exception {
    var unused = vertx.close().await(10, SECONDS);
  }
}
