package lab.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import lab.config.Secret;
import org.jspecify.annotations.Nullable;

/**
 * How a node takes part in a cluster.
 *
 * @param name of the cluster; nodes of another name are strangers
 * @param host the one address of this node that the others reach; all ports of the cluster are
 *     bound to it
 * @param port on which nodes find each other
 * @param busPort on which messages between nodes come in
 * @param join where others may be, as {@code host:port}; a name stands for all of its addresses
 * @param tls of the messages and the streams between nodes, or null for none
 * @param peers how other nodes read answers of this one, or null where they can not
 */
record ClusterOptions(
    String name,
    String host,
    int port,
    int busPort,
    List<String> join,
    @Nullable BusTls tls,
    @Nullable PeerPort peers) {
  static final int USUAL_PORT = 5701;
  static final int USUAL_BUS_PORT = 5801;
  static final int USUAL_PEER_PORT = 5901;

  /**
   * How other nodes read answers of this one.
   *
   * @param port where
   * @param secret by which nodes know each other, or null where whoever reaches the port may read
   */
  record PeerPort(int port, @Nullable Secret secret) {}

  /**
   * How messages between nodes are kept from strangers: each side shows its certificate.
   *
   * @param certificate of this node, PEM
   * @param key of the certificate, PEM
   * @param trusted who may have signed the others' certificates, PEM
   */
  record BusTls(Path certificate, Path key, Path trusted) {}

  ClusterOptions {
    checkHost(host);
    checkPort("--cluster-port", port);
    checkPort("--bus-port", busPort);
    if (port == busPort) {
      throw new Told(
          1, "--bus-port is " + busPort + ", and so is --cluster-port; give each its own");
    }
    if (peers != null) {
      checkPort("--peer-port", peers.port());
      if (peers.port() == port || peers.port() == busPort) {
        throw new Told(
            1,
            "--peer-port is "
                + peers.port()
                + ", and so is --cluster-port or --bus-port; give each its own");
      }
    }
    join = join.stream().map(String::strip).map(ClusterOptions::withPort).toList();
  }

  /** Whether anybody but this node itself is named to be joined. */
  boolean namesOthers() {
    return !join.stream().allMatch((host + ':' + port)::equals);
  }

  private static void checkHost(String host) {
    try {
      if (InetAddress.getByName(host).isAnyLocalAddress()) {
        throw new Told(
            1,
            "--cluster-host is "
                + host
                + "; it must be the one address at which the other nodes reach this one");
      }
    } catch (UnknownHostException unknown) {
      throw new Told(1, "--cluster-host is " + host + "; it can not be resolved");
    }
  }

  /** Fails with {@link Told} where no interface of this machine has the host's address. */
  void checkInterface() {
    try {
      InetAddress address = InetAddress.getByName(host);
      // Of 127.0.0.0/8 an interface names the first alone, and all can be listened on.
      if (!address.isLoopbackAddress() && NetworkInterface.getByInetAddress(address) == null) {
        throw new Told(
            1, "--cluster-host is " + host + "; no interface of this machine has that address");
      }
    } catch (IOException unseen) {
      // Whether it can be listened on is found out by doing it.
    }
  }

  private static void checkPort(String option, int port) {
    if (port < 1 || port > 65_535) {
      throw new Told(1, option + " is " + port + "; it must be 1..65535");
    }
  }

  /** A name without a port is one whose nodes have the usual port. */
  private static String withPort(String member) {
    int colon = member.lastIndexOf(':');
    boolean bare = colon < 0 || member.endsWith("]");
    String host = bare ? member : member.substring(0, colon);
    String port = bare ? Integer.toString(USUAL_PORT) : member.substring(colon + 1);
    boolean address = host.startsWith("[") && host.endsWith("]");
    if (host.isEmpty() || (!address && host.contains(":")) || !isPort(port)) {
      throw new Told(
          1, "--join has \"" + member + "\"; it must be HOST:PORT, [ADDRESS]:PORT or HOST");
    }
    return host + ':' + port;
  }

  private static boolean isPort(String text) {
    try {
      int port = Integer.parseInt(text);
      return port >= 1 && port <= 65_535;
    } catch (NumberFormatException none) {
      return false;
    }
  }
}
