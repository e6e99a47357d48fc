package lab.app;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.config.TcpIpConfig;
import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import lab.contract.NodeId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the Vert.x of a node that is in a cluster. The only class that knows Hazelcast: without a
 * cluster nothing of it is started, and no port of it opened.
 */
final class Clustering {
  private static final Logger LOG = LoggerFactory.getLogger(Clustering.class);

  /** How long a node may not know that another one began to hear something. */
  private static final Duration LONGEST_STALE = Duration.ofSeconds(1);

  private static final String LOGGING = "hazelcast.logging.type";

  /** The member attribute that holds the name of a node. */
  private static final String NAME = "lab.node";

  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  /** Longer than a node that died is still listed, which may be this one before its restart. */
  private static final Duration LONGEST_GHOST = Duration.ofSeconds(10);

  /** Set for a gateway whose shared state is advice: quick to notice, and never long in the way. */
  private static final Map<String, String> PROPERTIES =
      Map.ofEntries(
          Map.entry("hazelcast.phone.home.enabled", "false"),
          Map.entry(LOGGING, "slf4j"),
          Map.entry("hazelcast.shutdownhook.enabled", "false"),
          Map.entry("hazelcast.socket.bind.any", "false"),
          Map.entry("hazelcast.socket.server.bind.any", "false"),
          Map.entry("hazelcast.socket.connect.timeout.seconds", "2"),
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

  private Clustering() {}

  /** With lists that are looked up again and again, see {@link KeptLists}. */
  private static final class FreshLists extends HazelcastClusterManager {
    private @Nullable RegistrationListener kept;
    private final KeptLists lists = new KeptLists(super::getRegistrations);

    FreshLists(Config config) {
      super(config);
    }

    @Override
    public void registrationListener(RegistrationListener listener) {
      kept = listener;
      super.registrationListener(listener);
    }

    @Override
    public void getRegistrations(String address, Completable<List<RegistrationInfo>> found) {
      lists.isKept(address);
      super.getRegistrations(address, found);
    }

    void keepFresh(Vertx vertx) {
      RegistrationListener listener = Objects.requireNonNull(kept);
      long unused = vertx.setPeriodic(LONGEST_STALE.toMillis(), tick -> lists.refresh(listener));
    }
  }

  /**
   * Joins, or begins a cluster where nobody can be reached; who can be reached later is joined
   * then.
   *
   * @param builder of the Vert.x, without options
   * @param options of the Vert.x
   * @return fails with {@link Told} where this node can not be in the cluster
   */
  static Future<NodeVertx> join(
      VertxBuilder builder, VertxOptions options, NodeId node, ClusterOptions cluster) {
    // Hazelcast has something to say already before it reads a configuration.
    String unused = System.setProperty(LOGGING, "slf4j");
    FreshLists manager = new FreshLists(config(node, cluster));
    return builder
        .with(options.setEventBusOptions(bus(cluster)))
        .withClusterManager(manager)
        .buildClustered()
        .recover(failure -> Future.failedFuture(told(failure, cluster)))
        .compose(vertx -> unlessNamesake(vertx, manager.getHazelcastInstance(), node))
        .onSuccess(
            vertx -> {
              manager.keepFresh(vertx);
              if (cluster.namesOthers() && members(manager).size() == 1) {
                LOG.atWarn()
                    .addKeyValue("node", node)
                    .addKeyValue("because", "nobody answers at " + cluster.join())
                    .log("serving alone; others are joined once they can be reached");
              }
            })
        .map(vertx -> new NodeVertx(vertx, () -> names(manager)));
  }

  private static Set<NodeId> names(HazelcastClusterManager manager) {
    return members(manager).stream()
        .map(member -> member.getAttribute(NAME))
        .filter(Objects::nonNull)
        .map(NodeId::new)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Set<Member> members(HazelcastClusterManager manager) {
    return manager.getHazelcastInstance().getCluster().getMembers();
  }

  private static Told told(Throwable failure, ClusterOptions cluster) {
    return new Told(
        1,
        "the cluster ports %d and %d on %s can not be opened: %s"
            .formatted(cluster.port(), cluster.busPort(), cluster.host(), failure.getMessage()));
  }

  private static Future<Vertx> unlessNamesake(
      Vertx vertx, HazelcastInstance hazelcast, NodeId node) {
    long looks = LONGEST_GHOST.dividedBy(LOOK_AGAIN);
    return nameIsFree(vertx, hazelcast, node, looks)
        .map(vertx)
        .recover(
            taken -> {
              // Not waited for: what waits for a closed Vert.x waits on one of its own threads.
              Future<Void> unused = vertx.close();
              return Future.failedFuture(taken);
            });
  }

  private static Future<Void> nameIsFree(
      Vertx vertx, HazelcastInstance hazelcast, NodeId node, long looks) {
    if (!olderHasName(hazelcast, node)) {
      return Future.succeededFuture();
    }
    if (looks == 0) {
      return Future.failedFuture(
          new Told(
              1,
              "--node is "
                  + node
                  + ", and a node of the cluster has that name; each needs its own"));
    }
    return vertx
        .timer(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)
        .compose(later -> nameIsFree(vertx, hazelcast, node, looks - 1));
  }

  /** Members are listed by age, so of two that come at a time one goes. */
  private static boolean olderHasName(HazelcastInstance hazelcast, NodeId node) {
    for (Member member : hazelcast.getCluster().getMembers()) {
      if (member.localMember()) {
        return false;
      }
      if (node.value().equals(member.getAttribute(NAME))) {
        return true;
      }
    }
    return false;
  }

  /** How Hazelcast is set for a node. */
  static Config config(NodeId node, ClusterOptions cluster) {
    Config config = new Config().setClusterName(cluster.name());
    // Said, because threads of Vert.x may have no loader of their own.
    config.setClassLoader(Clustering.class.getClassLoader());
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
    network(config.getNetworkConfig(), cluster);
    // Nothing but text and Vert.x's own records travels here.
    JavaSerializationFilterConfig filter = new JavaSerializationFilterConfig();
    filter
        .getWhitelist()
        .addPrefixes("com.hazelcast.", "io.vertx.", "java.lang.", "java.util.", "java.math.", "[");
    config.getSerializationConfig().setJavaSerializationFilterConfig(filter);
    return config;
  }

  private static void network(NetworkConfig network, ClusterOptions cluster) {
    network
        .setPort(cluster.port())
        .setPortAutoIncrement(false)
        .setPublicAddress(address(cluster))
        .getInterfaces()
        .setEnabled(true)
        .addInterface(address(cluster));
    JoinConfig join = network.getJoin();
    network.getRestApiConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getAutoDetectionConfig().setEnabled(false);
    TcpIpConfig members = join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(2);
    members.setMembers(cluster.join());
  }

  /** In digits, as Hazelcast wants it. */
  private static String address(ClusterOptions cluster) {
    try {
      return InetAddress.getByName(cluster.host()).getHostAddress();
    } catch (UnknownHostException goneSinceItWasChecked) {
      throw new Told(1, "--cluster-host is " + cluster.host() + "; it can not be resolved");
    }
  }

  private static EventBusOptions bus(ClusterOptions cluster) {
    EventBusOptions bus =
        new EventBusOptions()
            .setHost(cluster.host())
            .setPort(cluster.busPort())
            .setClusterPublicHost(cluster.host())
            .setConnectTimeout(2_000)
            .setClusterPingInterval(2_000)
            .setClusterPingReplyInterval(2_000);
    ClusterOptions.BusTls tls = cluster.tls();
    return tls == null ? bus : secured(bus, tls);
  }

  private static EventBusOptions secured(EventBusOptions bus, ClusterOptions.BusTls tls) {
    return bus.setSsl(true)
        .setClientAuth(ClientAuth.REQUIRED)
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .setCertPath(tls.certificate().toString())
                .setKeyPath(tls.key().toString()))
        .setTrustOptions(new PemTrustOptions().addCertPath(tls.trusted().toString()));
  }
}
