package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lab.app.FreePorts;

/** Three real Redis servers of this machine that share the slots of one cluster. */
final class RedisCluster implements AutoCloseable {
  private static final int SERVERS = 3;
  private static final int SLOTS = 16_384;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<RedisServer> servers = new ArrayList<>();

  private RedisCluster() {}

  /** Starts them; returns once each knows who has which slots. */
  static RedisCluster start(Path folder) throws IOException {
    return start(folder, RedisSecured.NONE);
  }

  /** Some that speak TLS, with nodes and with each other, likewise. */
  static RedisCluster start(Path folder, RedisSecured secured) throws IOException {
    RedisCluster cluster = new RedisCluster();
    for (int i = 0; i < SERVERS; i++) {
      cluster.add(Files.createDirectory(folder.resolve("server-" + i)), i, secured);
    }
    cluster.join();
    return cluster;
  }

  private void add(Path folder, int place, RedisSecured secured) throws IOException {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--cluster-enabled",
                "yes",
                "--dir",
                folder.toString(),
                "--cluster-port",
                Integer.toString(FreePorts.one()),
                "--cluster-node-timeout",
                "2000",
                // What is not lost with a server is still answered.
                "--cluster-require-full-coverage",
                "no"));
    options.addAll(secured.options());
    RedisServer server = RedisServer.start(options.toArray(String[]::new));
    servers.add(server);
    int share = SLOTS / SERVERS + 1;
    int last = Math.min(SLOTS, (place + 1) * share) - 1;
    String unused = server.say("CLUSTER ADDSLOTSRANGE " + place * share + " " + last);
  }

  private void join() throws IOException {
    RedisServer first = servers.getFirst();
    for (RedisServer other : servers.subList(1, SERVERS)) {
      String unused =
          first.say(
              "CLUSTER MEET 127.0.0.1 %d %d".formatted(other.servedPort(), other.clusterPort()));
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
        .map(server -> "{host: 127.0.0.1, port: " + server.servedPort() + "}")
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** From now on they tell each other's name, not each other's address. */
  void name(String host) throws IOException {
    for (RedisServer server : servers) {
      configure(server, "cluster-announce-hostname " + host);
      configure(server, "cluster-preferred-endpoint-type hostname");
    }
    for (RedisServer server : servers) {
      await().atMost(PATIENCE).until(() -> named(server, host) == SERVERS);
    }
  }

  private static long named(RedisServer server, String host) throws IOException {
    return server.say("CLUSTER SLOTS").lines().filter(host::equals).count();
  }

  /** From now on they tell addresses again. */
  void unname() throws IOException {
    for (RedisServer server : servers) {
      configure(server, "cluster-preferred-endpoint-type ip");
    }
  }

  private static void configure(RedisServer server, String option) throws IOException {
    assertThat(server.say("CONFIG SET " + option)).startsWith("+OK");
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
