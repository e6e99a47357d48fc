package lab.bench.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Three nodes of one cluster on loopback. */
final class ClusterNodes implements AutoCloseable {
  private static final int COUNT = 3;
  private static final int LOOKS = 300;
  private static final long LOOK_MILLIS = 100;

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Node> nodes = new ArrayList<>();

  /**
   * One of them.
   *
   * @param process its cost
   * @param port for clients
   * @param readySeconds from its command to the line that says it is ready
   */
  record Node(Child process, int port, double readySeconds) {}

  /**
   * Starts one after the other, and waits until each knows that all serve.
   *
   * @param lab the command that starts a node
   * @param configuration the folder that all of them read
   */
  ClusterNodes(Path lab, Path configuration) throws Exception {
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      ports.add(Setup.freePort());
    }
    try {
      for (int i = 0; i < COUNT; i++) {
        nodes.add(start(lab, configuration, ports, i));
      }
      for (Node node : nodes) {
        awaitAll(node);
      }
    } catch (Exception failed) {
      close();
      throw failed;
    }
  }

  private static Node start(Path lab, Path configuration, List<Integer> ports, int index)
      throws IOException {
    int port = Setup.freePort();
    List<String> command =
        List.of(
            lab.toString(),
            "serve",
            "--config",
            configuration.toString(),
            "--port",
            Integer.toString(port),
            "--metrics-port",
            "0",
            "--node",
            "node-" + index,
            "--cluster",
            "--cluster-name",
            "bench-" + ports.getFirst(),
            "--cluster-port",
            Integer.toString(ports.get(index)),
            "--bus-port",
            Integer.toString(Setup.freePort()),
            "--join",
            ports.stream().map(each -> "127.0.0.1:" + each).collect(Collectors.joining(",")));
    long before = System.nanoTime();
    Child process = Child.start("node-" + index, command, "ready on http");
    return new Node(process, port, (System.nanoTime() - before) / 1e9);
  }

  private void awaitAll(Node node) throws Exception {
    for (int look = 0; look < LOOKS; look++) {
      String page = get(node, "/admin/cluster");
      if (page.split("\"serving\"", -1).length > COUNT) {
        return;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    throw new IOException("the nodes of the cluster did not find each other");
  }

  /** The page of a node. */
  String get(Node node, String path) throws Exception {
    URI page = URI.create("http://127.0.0.1:" + node.port() + path);
    return client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString()).body();
  }

  /** The first that was started. */
  Node first() {
    return nodes.getFirst();
  }

  /** The last, which joined those who were there. */
  Node last() {
    return nodes.getLast();
  }

  @Override
  public void close() {
    nodes.reversed().forEach(node -> node.process().close());
    client.close();
  }
}
