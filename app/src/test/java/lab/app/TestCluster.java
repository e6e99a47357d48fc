package lab.app;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lab.config.Secret;
import lab.contract.Heartbeat;
import lab.contract.Role;
import org.jspecify.annotations.Nullable;

/** Nodes of one cluster in this JVM, on loopback; closed with all of them. */
public final class TestCluster implements AutoCloseable {
  /** That each needs. */
  private static final int PORTS = 3;

  private static final Duration MEETING = Duration.ofSeconds(30);

  private final Path folder;
  private final Map<String, String> files;
  private final List<Integer> ports;
  private final List<TestNode> nodes = new ArrayList<>();
  private int next;

  /**
   * A cluster without nodes yet.
   *
   * @param folder an empty folder for the nodes' configurations
   * @param files of each, by name
   * @param size how many nodes it may have
   */
  public TestCluster(Path folder, Map<String, String> files, int size) throws IOException {
    this.folder = folder;
    this.files = files;
    this.ports = FreePorts.some(PORTS * size);
  }

  /** Starts a node of all roles. */
  public TestNode start(String name) throws Exception {
    return start(name, EnumSet.allOf(Role.class));
  }

  /** Starts nodes of all roles, and waits until each knows that all serve and where to ask. */
  List<TestNode> startAll(String... names) throws Exception {
    return startAll(null, names);
  }

  /** Likewise, with a bus that is secured. */
  List<TestNode> startAll(ClusterOptions.@Nullable BusTls tls, String... names) throws Exception {
    for (String name : names) {
      TestNode unused = start(name, EnumSet.allOf(Role.class), tls);
    }
    await().atMost(MEETING).until(() -> nodes.stream().allMatch(node -> knows(node, nodes.size())));
    return List.copyOf(nodes);
  }

  private static boolean knows(TestNode node, int all) {
    return node.heartbeats()
            .filter(one -> one.phase() == Heartbeat.Phase.SERVING && !one.peer().isEmpty())
            .count()
        == all;
  }

  /** Starts a node of these roles. */
  public TestNode start(String name, Set<Role> roles) throws Exception {
    return start(name, roles, null);
  }

  /** Starts a node of all roles whose bus is secured. */
  TestNode start(String name, ClusterOptions.BusTls tls) throws Exception {
    return start(name, EnumSet.allOf(Role.class), tls);
  }

  /** The options of one more member, which a test makes itself and closes. */
  ClusterOptions member() {
    return options(next++, null);
  }

  private TestNode start(String name, Set<Role> roles, ClusterOptions.@Nullable BusTls tls)
      throws Exception {
    int index = next++;
    Path own = Files.createDirectory(folder.resolve("node-" + index));
    ClusterOptions cluster = options(index, tls);
    TestNode node =
        TestNode.startAs(
            own, files, usual -> named(usual, name).withRoles(roles).withCluster(cluster));
    nodes.add(node);
    return node;
  }

  private static NodeOptions named(NodeOptions usual, String name) {
    return NodeOptions.of(usual.configuration(), name, usual.ports().host())
        .withPort(0)
        .withMetricsPort(0)
        .withStateDir(usual.stateDir())
        .withSource(usual.source());
  }

  private ClusterOptions options(int index, ClusterOptions.@Nullable BusTls tls) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < ports.size(); i += PORTS) {
      all.add("127.0.0.1:" + ports.get(i));
    }
    int first = PORTS * index;
    return new ClusterOptions(
        "test-" + Collections.min(ports),
        "127.0.0.1",
        ports.get(first),
        ports.get(first + 1),
        all,
        tls,
        new ClusterOptions.PeerPort(
            ports.get(first + 2), new Secret("known to these nodes alone")));
  }

  @Override
  public void close() {
    nodes.forEach(TestNode::close);
  }
}
