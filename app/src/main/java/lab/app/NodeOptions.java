package lab.app;

import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
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
 * @param host to listen on
 * @param port for clients; 0 for any free one
 * @param metricsPort of its own for {@code /metrics}; 0 for none, -1 for any free one
 * @param metricsPortAsked whether somebody set that port, so that it must not fail in silence
 * @param source where the configuration came from, or null where that can not be read again
 * @param open whether everybody may come who reaches it, though nothing protects it
 * @param stateDir the folder of what it keeps over a restart
 * @param cluster how it takes part in a cluster, or null where it is alone
 */
record NodeOptions(
    Configuration configuration,
    NodeId id,
    Set<Role> roles,
    String host,
    int port,
    int metricsPort,
    boolean metricsPortAsked,
    @Nullable ConfigSource source,
    boolean open,
    Path stateDir,
    @Nullable ClusterOptions cluster) {
  private static final int DEFAULT_METRICS_PORT = 9090;

  NodeOptions {
    roles = Set.copyOf(roles);
    if (roles.isEmpty()) {
      throw new Told(1, "--roles is empty; a node has at least one role");
    }
  }

  /** As the files say. */
  static NodeOptions of(Configuration configuration, String node, String host) {
    Integer metrics = configuration.settings().metricsPort();
    return new NodeOptions(
        configuration,
        new NodeId(node),
        EnumSet.allOf(Role.class),
        host,
        configuration.settings().port(),
        metrics == null ? DEFAULT_METRICS_PORT : metrics,
        metrics != null,
        null,
        false,
        Path.of("config", ".state"),
        null);
  }

  NodeOptions withRoles(Set<Role> roles) {
    return new NodeOptions(
        configuration,
        id,
        roles,
        host,
        port,
        metricsPort,
        metricsPortAsked,
        source,
        open,
        stateDir,
        cluster);
  }

  /** With this port, or the same where none is given. */
  NodeOptions withPort(@Nullable Integer port) {
    if (port == null) {
      return this;
    }
    int checked = checked("--port", port);
    return new NodeOptions(
        configuration,
        id,
        roles,
        host,
        checked,
        metricsPort,
        metricsPortAsked,
        source,
        open,
        stateDir,
        cluster);
  }

  /** With this metrics port, or the same where none is given. */
  NodeOptions withMetricsPort(@Nullable Integer port) {
    if (port == null) {
      return this;
    }
    int checked = checked("--metrics-port", port);
    return new NodeOptions(
        configuration, id, roles, host, this.port, checked, true, source, open, stateDir, cluster);
  }

  NodeOptions withSource(@Nullable ConfigSource from) {
    return new NodeOptions(
        configuration,
        id,
        roles,
        host,
        port,
        metricsPort,
        metricsPortAsked,
        from,
        open,
        stateDir,
        cluster);
  }

  NodeOptions withOpen(boolean said) {
    return new NodeOptions(
        configuration,
        id,
        roles,
        host,
        port,
        metricsPort,
        metricsPortAsked,
        source,
        said,
        stateDir,
        cluster);
  }

  NodeOptions withStateDir(Path folder) {
    return new NodeOptions(
        configuration,
        id,
        roles,
        host,
        port,
        metricsPort,
        metricsPortAsked,
        source,
        open,
        folder,
        cluster);
  }

  NodeOptions withCluster(@Nullable ClusterOptions cluster) {
    return new NodeOptions(
        configuration,
        id,
        roles,
        host,
        port,
        metricsPort,
        metricsPortAsked,
        source,
        open,
        stateDir,
        cluster);
  }

  private static int checked(String option, int port) {
    if (port < 0 || port > 65_535) {
      throw new Told(1, option + " is " + port + "; it must be 0..65535");
    }
    return port;
  }

  /** What it tells of itself as long as it is not ready; it begins now. */
  Heartbeat joining(Instant now) {
    return new Heartbeat(id, roles, Main.Version.current(), now, now, Phase.JOINING)
        .readAt(PeerParts.address(this));
  }
}
