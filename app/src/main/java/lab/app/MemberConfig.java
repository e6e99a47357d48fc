package lab.app;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.config.TcpIpConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import lab.contract.NodeId;

/** How Hazelcast is set: it finds nodes, carries messages and keeps what is advice. */
final class MemberConfig {
  /** The property that tells where it logs to. */
  static final String LOGGING = "hazelcast.logging.type";

  /** The member attribute that holds the name of a node. */
  static final String NAME = "lab.node";

  private static final int CONNECT_SECONDS = 2;

  /** Set for a gateway whose shared state is advice: quick to notice, and never long in the way. */
  private static final Map<String, String> PROPERTIES =
      Map.ofEntries(
          Map.entry("hazelcast.phone.home.enabled", "false"),
          Map.entry(LOGGING, "slf4j"),
          Map.entry("hazelcast.shutdownhook.enabled", "false"),
          Map.entry("hazelcast.socket.bind.any", "false"),
          Map.entry("hazelcast.socket.server.bind.any", "false"),
          Map.entry("hazelcast.tcp.join.port.try.count", "1"),
          Map.entry("hazelcast.wait.seconds.before.join", "0"),
          Map.entry("hazelcast.heartbeat.interval.seconds", "1"),
          Map.entry("hazelcast.max.no.heartbeat.seconds", "8"),
          Map.entry("hazelcast.merge.first.run.delay.seconds", "5"),
          Map.entry("hazelcast.merge.next.run.delay.seconds", "5"),
          Map.entry("hazelcast.operation.call.timeout.millis", "2000"),
          Map.entry("hazelcast.graceful.shutdown.max.wait", "5"),
          // The same in every node. A few hundred entries need no more, and each costs at a join.
          Map.entry("hazelcast.partition.count", "31"),
          Map.entry("hazelcast.operation.thread.count", "2"),
          Map.entry("hazelcast.operation.generic.thread.count", "2"),
          Map.entry("hazelcast.io.thread.count", "1"),
          Map.entry("hazelcast.event.thread.count", "1"),
          Map.entry("hazelcast.health.monitoring.level", "OFF"));

  private MemberConfig() {}

  /**
   * The configuration of one member.
   *
   * @param others who are joined at its start, see {@link #joins}
   */
  static Config of(NodeId node, ClusterOptions cluster, List<String> others) {
    Config config = new Config().setClusterName(cluster.name());
    // Said, because threads of Vert.x may have no loader of their own.
    config.setClassLoader(MemberConfig.class.getClassLoader());
    PROPERTIES.forEach(config::setProperty);
    config.setProperty(
        "hazelcast.prefer.ipv4.stack", Boolean.toString(!address(cluster).contains(":")));
    config.getMemberAttributeConfig().setAttribute(NAME, node.value());
    config.getMetricsConfig().setEnabled(false);
    config.getJetConfig().setEnabled(false);
    // As Vert.x wants the list of who hears what.
    config.addMultiMapConfig(
        new MultiMapConfig("__vertx.subs")
            .setBackupCount(1)
            .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
    network(config.getAdvancedNetworkConfig(), cluster);
    joins(config, others);
    // Nothing but text and Vert.x's own records travels here.
    JavaSerializationFilterConfig filter = new JavaSerializationFilterConfig();
    filter
        .getWhitelist()
        .addPrefixes("com.hazelcast.", "io.vertx.", "java.lang.", "java.util.", "java.math.", "[");
    config.getSerializationConfig().setJavaSerializationFilterConfig(filter);
    return config;
  }

  /**
   * A port for members alone. On one that is for clients too, who waits for a frozen member's
   * answer spins, and its members hear nothing more of it (Hazelcast issue 26473).
   */
  private static void network(AdvancedNetworkConfig network, ClusterOptions cluster) {
    ServerSocketEndpointConfig members =
        new ServerSocketEndpointConfig()
            .setPort(cluster.port())
            .setPortAutoIncrement(false)
            .setPublicAddress(address(cluster))
            .setSocketConnectTimeoutSeconds(CONNECT_SECONDS);
    members.getInterfaces().setEnabled(true).addInterface(address(cluster));
    network.setEnabled(true).setMemberEndpointConfig(members);
    JoinConfig join = network.getJoin();
    join.getMulticastConfig().setEnabled(false);
    join.getAutoDetectionConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(CONNECT_SECONDS);
  }

  /**
   * Who is joined, at the start and whenever clusters that do not know of each other are looked
   * for.
   *
   * @param others each as {@code host:port}
   */
  static void joins(Config config, List<String> others) {
    TcpIpConfig unused =
        config.getAdvancedNetworkConfig().getJoin().getTcpIpConfig().setMembers(others);
  }

  /** In digits, as Hazelcast wants it. */
  private static String address(ClusterOptions cluster) {
    try {
      return InetAddress.getByName(cluster.host()).getHostAddress();
    } catch (UnknownHostException goneSinceItWasChecked) {
      throw new Told(1, "--cluster-host is " + cluster.host() + "; it can not be resolved");
    }
  }
}
