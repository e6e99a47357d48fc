package lab.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import lab.config.CacheSettings;
import lab.config.SingleFlight;
import lab.contract.Role;
import lab.contract.bus.Bus;
import lab.contract.members.Members;
import lab.gateway.cache.ResponseCache;
import lab.gateway.cache.ResponseShelf;
import lab.gateway.peer.ClaimsVerticle;
import lab.gateway.peer.Giver;
import lab.gateway.peer.Keeper;
import lab.gateway.peer.PeerVerticle;
import lab.gateway.peer.Peers;
import lab.gateway.peer.Signer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's part in asking once what several nodes are asked, and in giving others what it keeps.
 */
final class PeerParts {
  private static final Logger LOG = LoggerFactory.getLogger(PeerParts.class);

  private final NodeOptions options;
  private final Bus bus;
  private final @Nullable Peers peers;
  private final Queue<PeerVerticle> listening = new ConcurrentLinkedQueue<>();

  /** The part that the options ask for, which may be none. */
  PeerParts(NodeOptions options, Vertx vertx, Bus bus, Members members) {
    this.options = options;
    this.bus = bus;
    ClusterOptions cluster = options.cluster();
    ClusterOptions.PeerPort port = port(options);
    if (cluster != null && port == null) {
      tellWhatIsAlone();
    }
    this.peers =
        cluster == null || port == null
            ? null
            : new Peers(
                vertx,
                bus,
                members,
                options.configuration().settings(),
                new Signer(port.secret(), InstantSource.system()),
                client(cluster.tls()),
                InstantSource.system());
  }

  private void tellWhatIsAlone() {
    String because = ClusterFlags.SECRET + " is not set";
    if (isForFlights(options)) {
      LOG.atWarn()
          .addKeyValue("node", options.id())
          .addKeyValue("because", because)
          .log("identical requests become one in each node for itself");
    }
    if (isForResponses(options)) {
      LOG.atInfo()
          .addKeyValue("node", options.id())
          .addKeyValue("because", because)
          .log("responses can be gone on from only at the node that gave them");
    }
  }

  /** Where other nodes read answers of such a node; empty where they can not. */
  static String address(NodeOptions options) {
    ClusterOptions cluster = options.cluster();
    ClusterOptions.PeerPort port = port(options);
    if (cluster == null || port == null) {
      return "";
    }
    String host = cluster.host();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port.port();
  }

  /** Null where it has no part. */
  private static ClusterOptions.@Nullable PeerPort port(NodeOptions options) {
    ClusterOptions cluster = options.cluster();
    boolean wanted = isForFlights(options) || isForResponses(options);
    return cluster == null || !wanted ? null : cluster.peers();
  }

  private static boolean isForFlights(NodeOptions options) {
    CacheSettings cache = options.configuration().settings().cache();
    return cache.on()
        && cache.singleFlight() == SingleFlight.CLUSTER
        && options.roles().contains(Role.GATEWAY);
  }

  private static boolean isForResponses(NodeOptions options) {
    return ResponseShelf.isOfTheNode(options.configuration().settings())
        && options.roles().contains(Role.GATEWAY);
  }

  /** The other nodes, or null where it has no part. */
  @Nullable Peers peers() {
    return peers;
  }

  /** Those whose requests become one with those of this node, or null. */
  @Nullable Peers flying() {
    return isForFlights(options) ? peers : null;
  }

  /**
   * Answers the other nodes from now on.
   *
   * @param loops the size of the event loop pool
   * @param cache of this node, or null
   * @param responses of this node
   */
  Future<Void> open(
      Vertx vertx, int loops, @Nullable ResponseCache cache, ResponseShelf responses) {
    ClusterOptions cluster = options.cluster();
    ClusterOptions.PeerPort port = port(options);
    if (cluster == null || port == null || peers == null) {
      return Future.succeededFuture();
    }
    Giver giver = cache == null ? (key, reply) -> reply.lost() : cache.giver();
    Keeper keeper = responses.keeper();
    Peers known = peers;
    HttpServerOptions http = server(cluster.tls()).setHost(cluster.host()).setPort(port.port());
    return vertx
        .deployVerticle(new ClaimsVerticle(bus, peers))
        .compose(
            answering ->
                EachLoop.deploy(
                    vertx,
                    loops,
                    () -> {
                      PeerVerticle verticle = new PeerVerticle(http, known, giver, keeper);
                      listening.add(verticle);
                      return verticle;
                    }))
        .recover(
            failure ->
                Future.failedFuture(
                    new Told(
                        1,
                        "--peer-port %d on %s can not be opened: %s"
                            .formatted(port.port(), cluster.host(), failure.getMessage()))));
  }

  /**
   * Takes no more requests of other nodes.
   *
   * @param longest how long the running ones may take
   */
  Future<Void> finish(Duration longest) {
    return Future.join(listening.stream().map(one -> one.finish(longest)).toList()).mapEmpty();
  }

  private static HttpServerOptions server(ClusterOptions.@Nullable BusTls tls) {
    // With HTTP/2 in the clear Vert.x would tell of a connection only once its first head is there.
    HttpServerOptions options =
        new HttpServerOptions()
            .setTcpNoDelay(true)
            .setTcpKeepAlive(true)
            .setHttp2ClearTextEnabled(false);
    return tls == null
        ? options
        : options
            .setSsl(true)
            .setClientAuth(ClientAuth.REQUIRED)
            .setKeyCertOptions(certificate(tls))
            .setTrustOptions(trust(tls));
  }

  private static HttpClientOptions client(ClusterOptions.@Nullable BusTls tls) {
    HttpClientOptions options = new HttpClientOptions().setTcpNoDelay(true);
    return tls == null
        ? options
        : options
            .setSsl(true)
            // As on the bus: whoever signs nodes' certificates says who is one, not a name.
            .setVerifyHost(false)
            .setKeyCertOptions(certificate(tls))
            .setTrustOptions(trust(tls));
  }

  private static PemKeyCertOptions certificate(ClusterOptions.BusTls tls) {
    return new PemKeyCertOptions()
        .setCertPath(tls.certificate().toString())
        .setKeyPath(tls.key().toString());
  }

  private static PemTrustOptions trust(ClusterOptions.BusTls tls) {
    return new PemTrustOptions().addCertPath(tls.trusted().toString());
  }
}
