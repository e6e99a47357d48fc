package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A real Redis of this machine, its replica, and a sentinel that makes one of them the master. */
final class RedisSentinel implements AutoCloseable {
  static final String SERVICE = "answers";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final RedisServer master;
  private final RedisServer replica;
  private final RedisServer sentinel;

  private RedisSentinel(RedisServer master, RedisServer replica, RedisServer sentinel) {
    this.master = master;
    this.replica = replica;
    this.sentinel = sentinel;
  }

  /** Starts them; returns once the sentinel knows both. */
  static RedisSentinel start(Path folder) throws IOException {
    return start(folder, RedisSecured.NONE);
  }

  /** Some that speak TLS, with nodes and with each other, likewise. */
  static RedisSentinel start(Path folder, RedisSecured secured) throws IOException {
    return start(folder, secured, List.of(), List.of(), "");
  }

  /** Starts them with one password of the servers and another one of the sentinel, likewise. */
  static RedisSentinel start(Path folder, String password, String sentinelPassword)
      throws IOException {
    return start(
        folder,
        RedisSecured.NONE,
        List.of("--requirepass", password, "--masterauth", password),
        List.of("--requirepass", sentinelPassword),
        "sentinel auth-pass %s %s%n".formatted(SERVICE, password));
  }

  /** Starts them with a user whom only the servers know, likewise. */
  static RedisSentinel knowing(Path folder, String user, String password) throws IOException {
    List<String> known = List.of("--user", user, "on", ">" + password, "~*", "&*", "+@all");
    return start(folder, RedisSecured.NONE, known, List.of(), "");
  }

  private static RedisSentinel start(
      Path folder, RedisSecured secured, List<String> options, List<String> sentinels, String lines)
      throws IOException {
    List<String> of = new ArrayList<>(List.of("--dir", folder.toString()));
    of.addAll(options);
    RedisServer master = server(of, secured);
    of.addAll(
        List.of(
            "--replicaof", "127.0.0.1 " + master.servedPort(), "--repl-diskless-sync-delay", "0"));
    RedisServer replica = server(of, secured);
    Path file =
        Files.writeString(
            folder.resolve("sentinel.conf"),
            """
            sentinel monitor %1$s 127.0.0.1 %2$d 1
            sentinel down-after-milliseconds %1$s 500
            sentinel failover-timeout %1$s 5000
            """
                    .formatted(SERVICE, master.servedPort())
                + lines);
    List<String> ofSentinel = new ArrayList<>(sentinels);
    ofSentinel.addAll(secured.options());
    RedisServer sentinel = RedisServer.sentinel(file, ofSentinel);
    RedisSentinel all = new RedisSentinel(master, replica, sentinel);
    await().atMost(PATIENCE).until(() -> master.say("INFO replication").contains("state=online"));
    await().atMost(PATIENCE).until(() -> all.told("num-slaves").equals("1"));
    return all;
  }

  private static RedisServer server(List<String> options, RedisSecured secured) throws IOException {
    List<String> all = new ArrayList<>(options);
    all.addAll(secured.options());
    return RedisServer.start(all.toArray(String[]::new));
  }

  /** What the sentinel says of the service. */
  private String told(String field) throws IOException {
    List<String> words = List.of(sentinel.say("SENTINEL MASTER " + SERVICE).split("\r\n", -1));
    int at = words.indexOf(field);
    return at < 0 ? "" : words.get(at + 2);
  }

  int port() {
    return sentinel.servedPort();
  }

  void killSentinel() {
    sentinel.kill();
  }

  /** How long a server may be silent from now on before another one is made the master. */
  void bear(Duration silence) throws IOException {
    String said =
        sentinel.say(
            "SENTINEL SET %s down-after-milliseconds %d".formatted(SERVICE, silence.toMillis()));
    assertThat(said).startsWith("+OK");
  }

  RedisServer master() {
    return master;
  }

  /** Returns once the replica is the master. */
  void awaitFailover() {
    String port = Integer.toString(replica.servedPort());
    await().atMost(PATIENCE).until(() -> told("port").equals(port));
    await().atMost(PATIENCE).until(() -> replica.say("ROLE").contains("master"));
  }

  @Override
  public void close() {
    sentinel.close();
    replica.close();
    master.close();
  }
}
