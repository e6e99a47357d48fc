package lab.app.e2e.provider;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Three real Redis servers of this machine that share the slots of one cluster. */
final class RedisCluster implements AutoCloseable {
  private static final int SERVERS = 3;
  private static final int SLOTS = 16_384;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<RedisServer> servers = new ArrayList<>();

  private RedisCluster() {}

  /** Starts them; returns once each knows who has which slots. */
  static RedisCluster start(Path folder) throws IOException {
    RedisCluster cluster = new RedisCluster();
    for (int i = 0; i < SERVERS; i++) {
      cluster.add(Files.createDirectory(folder.resolve("server-" + i)), i);
    }
    cluster.join();
    return cluster;
  }

  private void add(Path folder, int place) throws IOException {
    RedisServer server =
        RedisServer.start(
            "--cluster-enabled",
            "yes",
            "--dir",
            folder.toString(),
            "--cluster-port",
            Integer.toString(RedisServer.freePort()),
            "--cluster-node-timeout",
            "2000",
            // What is not lost with a server is still answered.
            "--cluster-require-full-coverage",
            "no");
    servers.add(server);
    int share = SLOTS / SERVERS + 1;
    int last = Math.min(SLOTS, (place + 1) * share) - 1;
    String unused = server.say("CLUSTER ADDSLOTSRANGE " + place * share + " " + last);
  }

  private void join() throws IOException {
    RedisServer first = servers.getFirst();
    for (RedisServer other : servers.subList(1, SERVERS)) {
      String unused =
          first.say("CLUSTER MEET 127.0.0.1 %d %d".formatted(other.port(), other.clusterPort()));
    }
    for (RedisServer server : servers) {
      await().atMost(PATIENCE).until(() -> knowsAll(server));
    }
  }

  private static boolean knowsAll(RedisServer server) throws IOException {
    String info = server.say("CLUSTER INFO");
    return info.contains("cluster_state:ok") && info.contains("cluster_slots_assigned:16384");
  }

  /** As a configuration lists them. */
  String nodes() {
    return servers.stream()
        .map(server -> "{host: 127.0.0.1, port: " + server.port() + "}")
        .collect(Collectors.joining(", ", "[", "]"));
  }

  RedisServer server(int place) {
    return servers.get(place);
  }

  /** How many keys each has. */
  List<Integer> keys() {
    return IntStream.range(0, SERVERS).mapToObj(this::keysOf).toList();
  }

  private int keysOf(int place) {
    try {
      return Integer.parseInt(server(place).say("DBSIZE").substring(1).strip());
    } catch (IOException away) {
      return 0;
    }
  }

  @Override
  public void close() {
    servers.forEach(RedisServer::close);
  }
}
