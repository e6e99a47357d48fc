package lab.app;

import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import lab.config.Configuration;
import lab.contract.Heartbeat;
import lab.contract.Heartbeat.Phase;
import lab.contract.NodeId;
import lab.contract.Role;
import org.jspecify.annotations.Nullable;

/**
 * What a node is to be.
 *
 * @param configuration the plan
 * @param id its name
 * @param roles what it does, at least one
 * @param ports where it listens
 * @param source where the configuration came from, or null where that can not be read again
 * @param open whether everybody may come who reaches it, though nothing protects it
 * @param stateDir the folder of what it keeps over a restart
 * @param cluster how it takes part in a cluster, or null where it is alone
 */
record NodeOptions(
    Configuration configuration,
    NodeId id,
    Set<Role> roles,
    NodePorts ports,
    @Nullable ConfigSource source,
    boolean open,
    Path stateDir,
    @Nullable ClusterOptions cluster) {
  NodeOptions {
    roles = Set.copyOf(roles);
    if (roles.isEmpty()) {
      throw new Told(1, "--roles is empty; a node has at least one role");
    }
  }

  /** As the files say. */
  static NodeOptions of(Configuration configuration, String node, String host) {
    return new NodeOptions(
        configuration,
        new NodeId(node),
        EnumSet.allOf(Role.class),
        NodePorts.of(configuration.settings(), host),
        null,
        false,
        Path.of("config", ".state"),
        null);
  }

  NodeOptions withRoles(Set<Role> roles) {
    return new NodeOptions(configuration, id, roles, ports, source, open, stateDir, cluster);
  }

  /** With this port, or the same where none is given. */
  NodeOptions withPort(@Nullable Integer port) {
    return port == null ? this : with(ports.withClients(port));
  }

  /** With this metrics port, or the same where none is given. */
  NodeOptions withMetricsPort(@Nullable Integer port) {
    return port == null ? this : with(ports.withMetrics(port));
  }

  private NodeOptions with(NodePorts ports) {
    return new NodeOptions(configuration, id, roles, ports, source, open, stateDir, cluster);
  }

  NodeOptions withSource(@Nullable ConfigSource source) {
    return new NodeOptions(configuration, id, roles, ports, source, open, stateDir, cluster);
  }

  /** Whether others than this machine reach it, and nobody said that they all may come. */
  boolean isReached() {
    return !open && Listening.isPublic(ports.host());
  }

  NodeOptions withOpen(boolean open) {
    return new NodeOptions(configuration, id, roles, ports, source, open, stateDir, cluster);
  }

  NodeOptions withStateDir(Path stateDir) {
    return new NodeOptions(configuration, id, roles, ports, source, open, stateDir, cluster);
  }

  NodeOptions withCluster(@Nullable ClusterOptions cluster) {
    return new NodeOptions(configuration, id, roles, ports, source, open, stateDir, cluster);
  }

  /**
   * The same with no two ports that are one, which would take connections in turn. The metrics port
   * that nobody asked for gives way.
   *
   * @throws Told where somebody asked for the same port twice
   */
  NodeOptions apart() {
    Map<Integer, String> taken = new HashMap<>();
    if (roles.contains(Role.GATEWAY)) {
      take(taken, "--port", ports.clients());
    }
    if (cluster != null && cluster.host().equals(ports.host())) {
      take(taken, "--bus-port", cluster.busPort());
      take(taken, "--peer-port", cluster.peers() == null ? 0 : cluster.peers().port());
    }
    if (!ports.metricsAsked() && taken.containsKey(ports.metrics())) {
      return with(ports.withoutMetrics());
    }
    take(taken, "--metrics-port", ports.metrics());
    return this;
  }

  private static void take(Map<Integer, String> taken, String option, int port) {
    String before = port <= 0 ? null : taken.putIfAbsent(port, option);
    if (before != null) {
      throw new Told(
          1, "%s is %d, and so is %s; give each its own".formatted(option, port, before));
    }
  }

  /** What it tells of itself as long as it is not ready; it begins now. */
  Heartbeat joining(Instant now) {
    return new Heartbeat(id, roles, Main.Version.current(), now, now, Phase.JOINING)
        .readAt(PeerParts.address(this));
  }
}
