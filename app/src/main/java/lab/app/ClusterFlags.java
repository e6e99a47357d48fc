package lab.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lab.config.Secret;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code lab serve} that are about a cluster. */
final class ClusterFlags {
  /** The variable that has the secret by which nodes know each other. */
  static final String SECRET = "LAB_CLUSTER_SECRET";

  private static final int SHORTEST_SECRET = 16;

  @Option(
      names = "--cluster",
      defaultValue = "${LAB_CLUSTER:-false}",
      description = "be a node of a cluster (LAB_CLUSTER)")
  private boolean cluster;

  @Option(
      names = "--cluster-name",
      paramLabel = "NAME",
      defaultValue = "${LAB_CLUSTER_NAME}",
      description = "nodes of another name are strangers (LAB_CLUSTER_NAME; default: lab)")
  private @Nullable String name;

  @Option(
      names = "--cluster-host",
      paramLabel = "H",
      defaultValue = "${LAB_CLUSTER_HOST}",
      description =
          "the address at which the other nodes reach this one (LAB_CLUSTER_HOST; default:"
              + " 127.0.0.1)")
  private @Nullable String host;

  @Option(
      names = "--cluster-port",
      paramLabel = "N",
      defaultValue = "${LAB_CLUSTER_PORT}",
      description = "the port on which nodes find each other (LAB_CLUSTER_PORT; default: 5701)")
  private @Nullable Integer port;

  @Option(
      names = "--bus-port",
      paramLabel = "N",
      defaultValue = "${LAB_BUS_PORT}",
      description = "the port for messages between nodes (LAB_BUS_PORT; default: 5801)")
  private @Nullable Integer busPort;

  @Option(
      names = "--peer-port",
      paramLabel = "N",
      defaultValue = "${LAB_PEER_PORT}",
      description =
          "the port where other nodes read answers of this one, opened where LAB_CLUSTER_SECRET or"
              + " --trust-cluster-network is set (LAB_PEER_PORT; default: 5901)")
  private @Nullable Integer peerPort;

  @Option(
      names = "--join",
      paramLabel = "H:P",
      split = ",",
      defaultValue = "${LAB_JOIN}",
      description =
          "where other nodes may be; a name stands for all of its addresses (LAB_JOIN; default:"
              + " nobody is looked for)")
  private @Nullable List<String> join;

  @Option(
      names = "--trust-cluster-network",
      defaultValue = "${LAB_TRUST_CLUSTER_NETWORK:-false}",
      description =
          "open the cluster ports on an address that other machines reach"
              + " (LAB_TRUST_CLUSTER_NETWORK)")
  private boolean trusted;

  @Option(
      names = "--bus-cert",
      paramLabel = "FILE",
      defaultValue = "${LAB_BUS_CERT}",
      description = "this node's certificate for messages between nodes, PEM (LAB_BUS_CERT)")
  private @Nullable Path certificate;

  @Option(
      names = "--bus-key",
      paramLabel = "FILE",
      defaultValue = "${LAB_BUS_KEY}",
      description = "the key of that certificate, PEM (LAB_BUS_KEY)")
  private @Nullable Path key;

  @Option(
      names = "--bus-trust",
      paramLabel = "FILE",
      defaultValue = "${LAB_BUS_TRUST}",
      description = "who signs the certificates of the other nodes, PEM (LAB_BUS_TRUST)")
  private @Nullable Path signers;

  /** What they say, or null for a node of its own. */
  @Nullable ClusterOptions options() {
    return options(System.getenv(SECRET));
  }

  /**
   * The same with the secret of the cluster, or without one. It is no option: what is on a command
   * line all users of a machine can read.
   */
  @Nullable ClusterOptions options(@Nullable String secret) {
    if (!cluster) {
      refuseLeftOvers();
      return null;
    }
    String at = host == null ? "127.0.0.1" : host;
    if (Listening.isPublic(at) && !trusted) {
      throw new Told(
          1,
          "--cluster-host is "
              + at
              + ", which others can reach, and nodes do not ask each other who they are: set"
              + " --trust-cluster-network if only nodes reach it, or use a loopback address");
    }
    return new ClusterOptions(
        name == null ? "lab" : name,
        at,
        port == null ? ClusterOptions.USUAL_PORT : port,
        busPort == null ? ClusterOptions.USUAL_BUS_PORT : busPort,
        join == null ? List.of() : join,
        tls(),
        peers(secret));
  }

  private ClusterOptions.@Nullable PeerPort peers(@Nullable String secret) {
    int at = peerPort == null ? ClusterOptions.USUAL_PEER_PORT : peerPort;
    if (secret == null || secret.isEmpty()) {
      return trusted ? new ClusterOptions.PeerPort(at, null) : null;
    }
    if (secret.length() < SHORTEST_SECRET) {
      throw new Told(
          1,
          "%s has %d characters; it must have %d or more"
              .formatted(SECRET, secret.length(), SHORTEST_SECRET));
    }
    return new ClusterOptions.PeerPort(at, new Secret(secret));
  }

  private void refuseLeftOvers() {
    Map<String, @Nullable Object> needing = new LinkedHashMap<>();
    needing.put("--cluster-name", name);
    needing.put("--cluster-host", host);
    needing.put("--cluster-port", port);
    needing.put("--bus-port", busPort);
    needing.put("--peer-port", peerPort);
    needing.put("--join", join);
    needing.put("--bus-cert", certificate);
    needing.put("--bus-key", key);
    needing.put("--bus-trust", signers);
    needing.forEach(
        (option, value) -> {
          if (value != null) {
            throw new Told(
                1,
                option
                    + " is "
                    + value
                    + " without --cluster; it needs --cluster to mean anything");
          }
        });
  }

  private ClusterOptions.@Nullable BusTls tls() {
    if (certificate == null && key == null && signers == null) {
      return null;
    }
    return new ClusterOptions.BusTls(
        readable("--bus-cert", certificate),
        readable("--bus-key", key),
        readable("--bus-trust", signers));
  }

  private static Path readable(String option, @Nullable Path file) {
    if (file == null) {
      throw new Told(
          1, option + " is not given; --bus-cert, --bus-key and --bus-trust come together");
    }
    if (!Files.isReadable(file)) {
      throw new Told(1, option + " is " + file + "; it must be a file that can be read");
    }
    return file;
  }
}
