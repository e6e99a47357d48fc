package lab.app.cluster;

import static org.awaitility.Awaitility.await;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import lab.app.ClusterTurn;
import lab.app.FreePorts;
import lab.app.NodeProcess;

/** Nodes of one cluster on loopback, each a process; killed when this is closed. */
final class Nodes implements AutoCloseable {
  /** That each needs. */
  private static final int PORTS = 3;

  static final Duration LONGEST_MEETING = Duration.ofSeconds(30);

  private final Path folder;
  private final List<String> names;
  private final List<Integer> ports;
  private final Map<String, NodeProcess> running = new LinkedHashMap<>();

  /**
   * None runs yet.
   *
   * @param folder an empty folder for their configuration
   * @param files of it, by name
   * @param names of all nodes that there may be
   */
  Nodes(Path folder, Map<String, String> files, String... names) throws IOException {
    ClusterTurn.require();
    this.folder = folder;
    this.names = List.of(names);
    this.ports = FreePorts.some(PORTS * names.length);
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }

  /** Starts these at a time, and waits until each serves and knows that the others do. */
  @CanIgnoreReturnValue
  Nodes start(String... these) throws IOException {
    for (String name : these) {
      NodeProcess unused = begin(name);
    }
    for (String name : these) {
      node(name).ready();
    }
    awaitAllKnown();
    return this;
  }

  /** Starts one, and waits for nothing. */
  NodeProcess begin(String name) throws IOException {
    int index = names.indexOf(name);
    String all =
        names.stream().map(one -> "127.0.0.1:" + clusterPort(one)).collect(Collectors.joining(","));
    NodeProcess node =
        NodeProcess.begin(
            // Without it they would not read from each other what is under way.
            List.of("env", "LAB_CLUSTER_SECRET=known to these nodes alone"),
            folder,
            List.of(
                    "--node",
                    name,
                    "--state-dir",
                    folder.resolve(".state-" + name).toString(),
                    "--cluster",
                    "--cluster-name",
                    "test-" + ports.getFirst(),
                    "--cluster-port",
                    Integer.toString(clusterPort(name)),
                    "--bus-port",
                    Integer.toString(ports.get(PORTS * index + 1)),
                    "--peer-port",
                    Integer.toString(ports.get(PORTS * index + 2)),
                    "--join",
                    all)
                .toArray(String[]::new));
    running.put(name, node);
    return node;
  }

  private int clusterPort(String name) {
    return ports.get(PORTS * names.indexOf(name));
  }

  NodeProcess node(String name) {
    return Objects.requireNonNull(running.get(name), name);
  }

  /** Whether it was started and has not ended. */
  boolean runs(String name) {
    NodeProcess started = running.get(name);
    return started != null && started.runs();
  }

  /** Those that were started, the last of each name. */
  Collection<NodeProcess> all() {
    return running.values();
  }

  /** Waits until each that was started knows that all serve. */
  void awaitAllKnown() {
    for (NodeProcess node : all()) {
      await().atMost(LONGEST_MEETING).until(() -> serving(node).containsAll(running.keySet()));
    }
  }

  /** Who serves, as a node sees it. */
  static List<String> serving(NodeProcess node) throws Exception {
    return Asking.json(node.at("/admin/cluster")).getJsonArray("nodes").stream()
        .map(JsonObject.class::cast)
        .filter(one -> one.getString("phase").equals("serving"))
        .map(one -> one.getString("node"))
        .toList();
  }

  /** Who is in the list of the cluster that it joined, and is not heard by a node. */
  static List<String> silent(NodeProcess node) throws Exception {
    return Asking.json(node.at("/admin/cluster")).getJsonArray("silent").stream()
        .map(Object::toString)
        .toList();
  }

  @Override
  public void close() {
    all().forEach(NodeProcess::close);
  }
}
