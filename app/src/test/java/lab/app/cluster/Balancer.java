package lab.app.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A small balancer as a careful operator sets one up: connections go in turn to those who say that
 * they are ready, and to the next where one can not be made. What was sent is never sent again.
 */
final class Balancer implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  /** Milliseconds between two looks at a node. */
  private static final long CHECK_EVERY = 200;

  private final NetClient out;
  private final HttpClient checks;
  private final Map<Integer, Boolean> ready = new ConcurrentHashMap<>();
  private final Vertx vertx;
  private final long looks;
  private volatile int port;
  private int turn;

  private Balancer(Vertx vertx) {
    this.vertx = vertx;
    out = vertx.createNetClient(new NetClientOptions().setConnectTimeout(2_000));
    checks = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(1_000));
    looks = vertx.setPeriodic(CHECK_EVERY, tick -> ready.keySet().forEach(this::check));
  }

  /** Starts one on a free port that knows nobody yet. */
  static Balancer start(Vertx vertx) throws Exception {
    Balancer balancer = new Balancer(vertx);
    NetServer server =
        vertx
            .createNetServer()
            .connectHandler(balancer::take)
            .listen(0, LOOPBACK)
            .await(10, SECONDS);
    balancer.port = server.actualPort();
    return balancer;
  }

  /** From now on looks at the node on this port, too. */
  void add(int port) {
    var unused = ready.putIfAbsent(port, false);
  }

  /** How many are ready. */
  long ready() {
    return ready.values().stream().filter(is -> is).count();
  }

  URI base() {
    return URI.create("http://" + LOOPBACK + ":" + port + "/");
  }

  private void check(int port) {
    var unused =
        checks
            .request(HttpMethod.GET, port, LOOPBACK, "/health/readiness")
            .compose(request -> request.send())
            .map(HttpClientResponse::statusCode)
            .otherwise(0)
            .onSuccess(status -> ready.put(port, status == 200));
  }

  private void take(NetSocket client) {
    NetSocket unused = client.pause();
    client.exceptionHandler(broken -> client.close());
    forward(client, inTurn());
  }

  private synchronized List<Integer> inTurn() {
    List<Integer> ports =
        new ArrayList<>(ready.keySet().stream().filter(ready::get).sorted().toList());
    Collections.rotate(ports, turn++);
    return ports;
  }

  private void forward(NetSocket client, List<Integer> ports) {
    if (ports.isEmpty()) {
      Future<Void> unused = client.close();
      return;
    }
    var unused =
        out.connect(ports.getFirst(), LOOPBACK)
            .onSuccess(node -> join(client, node))
            .onFailure(refused -> forward(client, ports.subList(1, ports.size())));
  }

  private static void join(NetSocket client, NetSocket node) {
    node.exceptionHandler(broken -> node.close());
    client.closeHandler(gone -> node.close());
    node.closeHandler(gone -> client.close());
    Future<Void> unused = client.pipeTo(node);
    unused = node.pipeTo(client);
  }

  /** Looks no more; what is open ends with its Vert.x. */
  @Override
  public void close() {
    boolean unused = vertx.cancelTimer(looks);
  }
}
