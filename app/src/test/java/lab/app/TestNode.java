package lab.app;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import lab.config.Configuration;
import lab.config.Finding;
import lab.config.Loading;
import lab.config.ProviderStatus;
import lab.contract.Heartbeat;
import lab.contract.NodeId;
import lab.contract.ProviderName;
import lab.contract.members.Members.Member;
import lab.gateway.Serving;
import lab.router.board.NodeBoard;
import lab.testkit.bus.BusRecorder;

/**
 * A whole node on a free port, in front of whatever a test scripts; closed with everything in it.
 */
public final class TestNode implements AutoCloseable {
  private final Node node;
  private final BusRecorder recorder;
  private final Set<Thread> loops;
  private boolean crashed;

  private TestNode(Node node, BusRecorder recorder, Set<Thread> loops) {
    this.node = node;
    this.recorder = recorder;
    this.loops = loops;
  }

  /**
   * Starts one.
   *
   * @param folder an empty folder for its configuration
   * @param files by name, as a user would write them
   */
  public static TestNode start(Path folder, Map<String, String> files) throws Exception {
    return start(folder, files, UnaryOperator.identity());
  }

  /**
   * Starts one.
   *
   * @param folder an empty folder for its configuration
   * @param files by name, as a user would write them
   * @param adjust gives what the gateway serves instead of the usual
   */
  public static TestNode start(
      Path folder, Map<String, String> files, UnaryOperator<Serving> adjust) throws Exception {
    return start(folder, files, as -> as, adjust);
  }

  /**
   * Starts one that is not the usual one.
   *
   * @param folder an empty folder for its configuration
   * @param files by name, as a user would write them
   * @param as gives what it is to be, from a node of all roles on free ports
   */
  static TestNode startAs(Path folder, Map<String, String> files, UnaryOperator<NodeOptions> as)
      throws Exception {
    return start(folder, files, as, UnaryOperator.identity());
  }

  private static TestNode start(
      Path folder,
      Map<String, String> files,
      UnaryOperator<NodeOptions> as,
      UnaryOperator<Serving> adjust)
      throws Exception {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
    ConfigFolder from = new ConfigFolder(folder, System.getenv());
    ConfigFolder.Read read = from.read();
    ConfigSource source = source(from, read);
    Map<ProviderName, ProviderStatus> said = Maker.statuses(source.started().statuses());
    NodeOptions usual =
        NodeOptions.of(meaning(read.loading()).withStatuses(said), "test", "127.0.0.1")
            .withPort(0)
            .withMetricsPort(0)
            .withStateDir(folder.resolve(".state"))
            .withSource(source);
    Node node = Node.start(as.apply(usual), adjust).await(40, TimeUnit.SECONDS);
    BusRecorder recorder = BusRecorder.on(node.bus()).await(10, TimeUnit.SECONDS);
    return new TestNode(node, recorder, loopsOf(node.vertx()));
  }

  private static ConfigSource source(ConfigFolder from, ConfigFolder.Read read) throws IOException {
    History history = new History(from.path().resolve(".state"));
    return ConfigSource.of(from, read, new NodeId("test"), history, history.last(), false);
  }

  static Configuration load(Path folder) throws IOException {
    return meaning(new ConfigFolder(folder, System.getenv()).read().loading());
  }

  private static Configuration meaning(Loading loading) throws IOException {
    return switch (loading) {
      case Loading.Valid(Configuration configuration, List<Finding> findings) -> configuration;
      case Loading.Invalid(List<Finding> findings) -> throw new IOException(findings.toString());
      case Loading.Unreadable(String because, List<Finding> findings) ->
          throw new IOException(because);
    };
  }

  private static Set<Thread> loopsOf(Vertx vertx) throws Exception {
    Set<Thread> found = ConcurrentHashMap.newKeySet();
    var unused =
        EachLoop.deploy(
                vertx,
                Runtime.getRuntime().availableProcessors(),
                () ->
                    new VerticleBase() {
                      @Override
                      public Future<?> start() {
                        found.add(Thread.currentThread());
                        return Future.succeededFuture();
                      }
                    })
            .await(10, TimeUnit.SECONDS);
    return found;
  }

  /** The node's event loops. */
  public Set<Thread> loops() {
    return Set.copyOf(loops);
  }

  Node node() {
    return node;
  }

  public int port() {
    return node.port();
  }

  public String base() {
    return "http://127.0.0.1:" + port();
  }

  public Vertx vertx() {
    return node.vertx();
  }

  /** What the gateway told of attempts and calls. */
  public BusRecorder told() {
    return recorder;
  }

  /** What the node knows of its providers. */
  public NodeBoard board() {
    return node.board();
  }

  /** Of those whom it hears, itself included. */
  Stream<Heartbeat> heartbeats() {
    return node.members().living(Instant.now()).stream().map(Member::heartbeat);
  }

  /** Questions that had to leave their event loop. */
  public long offLoopAsks() {
    return node.bus().offLoopAsks();
  }

  /** Ends it without a word to other nodes. */
  public void crash() throws Exception {
    crashed = true;
    var unused = node.vertx().close().await(20, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    if (!crashed) {
      stop(Duration.ZERO);
    }
  }

  /**
   * Stops it.
   *
   * @param longest how long running answers may take
   */
  public void stop(Duration longest) {
    stop(Duration.ZERO, longest);
  }

  /**
   * Stops it.
   *
   * @param delay how long it takes requests that still come
   * @param longest how long running answers may take
   */
  public void stop(Duration delay, Duration longest) {
    try {
      var unused = node.stop(delay, longest).await(20, TimeUnit.SECONDS);
    } catch (TimeoutException hangs) {
      throw new AssertionError("the node did not stop", hangs);
    }
  }
}
