package lab.gateway.peer;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gives other nodes of a cluster what is under way here, or kept. One instance per event loop, one
 * port.
 */
public final class PeerVerticle extends VerticleBase {
  private final HttpServerOptions options;
  private final Peers peers;
  private final Giver giver;
  private final Keeper keeper;
  private volatile @Nullable HttpServer server;

  /**
   * @param options where to listen, and how
   * @param peers of the node
   * @param giver of the node
   * @param keeper of the node
   */
  public PeerVerticle(HttpServerOptions options, Peers peers, Giver giver, Keeper keeper) {
    this.options = options;
    this.peers = peers;
    this.giver = giver;
    this.keeper = keeper;
  }

  @Override
  public Future<?> start() {
    PeerRequests requests = peers.requests(vertx, giver, keeper);
    HttpServer created =
        vertx
            .createHttpServer(options)
            .connectionHandler(requests::came)
            .requestHandler(requests::handle);
    server = created;
    return created.listen();
  }

  /**
   * Takes no more requests; may be called from any thread.
   *
   * @param longest how long the running ones may take
   * @return completes when they are over
   */
  public Future<Void> finish(Duration longest) {
    HttpServer running = server;
    return running == null
        ? Future.succeededFuture()
        : running.shutdown(longest.toMillis(), TimeUnit.MILLISECONDS);
  }
}
