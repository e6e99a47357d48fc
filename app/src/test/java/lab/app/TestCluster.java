package lab.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lab.config.Secret;
import lab.contract.Role;
import org.jspecify.annotations.Nullable;

/** Nodes of one cluster in this JVM, on loopback; closed with all of them. */
public final class TestCluster implements AutoCloseable {
  /** That each needs. */
  private static final int PORTS = 3;

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
    this.ports = freePorts(PORTS * size);
  }

  /** All at once, so that none is given twice. */
  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }

  /** Starts a node of all roles. */
  public TestNode start(String name) throws Exception {
    return start(name, EnumSet.allOf(Role.class));
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
