package lab.app;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
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
import java.time.Duration;
import java.util.List;
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

  private static final int LONGEST_SILENCE_SECONDS = 10;

  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  /** Longer than a node that died is still listed, which may be this one before its restart. */
  private static final Duration LONGEST_GHOST = Duration.ofSeconds(10);

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

    /** Where it could not join, as a port was taken, there is nothing to leave. */
    @Override
    public void leave(Completable<Void> left) {
      if (getHazelcastInstance() == null) {
        left.succeed();
      } else {
        super.leave(left);
      }
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
    String unused = System.setProperty(MemberConfig.LOGGING, "slf4j");
    FrozenMembers around = FrozenMembers.among(cluster.join());
    around.frozen().forEach(Clustering::standsStill);
    Config config = MemberConfig.of(node, cluster, around.others());
    FreshLists manager = new FreshLists(config);
    return builder
        .with(options.setEventBusOptions(bus(cluster)))
        .withClusterManager(manager)
        .buildClustered()
        .recover(failure -> Future.failedFuture(told(failure, cluster)))
        .compose(vertx -> unlessNamesake(vertx, manager.getHazelcastInstance(), node))
        .onSuccess(
            vertx -> {
              manager.keepFresh(vertx);
              MemberConfig.joins(config, cluster.join());
              if (cluster.namesOthers() && members(manager).size() == 1) {
                alone(node, cluster);
              }
            })
        .map(vertx -> new NodeVertx(vertx, () -> names(manager)));
  }

  private static void standsStill(String member) {
    LOG.atWarn()
        .addKeyValue("member", member)
        .addKeyValue("because", "it takes connections and says nothing")
        .log("a member of the cluster stands still; it is joined once it answers");
  }

  private static void alone(NodeId node, ClusterOptions cluster) {
    LOG.atWarn()
        .addKeyValue("node", node)
        .addKeyValue("because", "nobody answers at " + cluster.join())
        .log("serving alone; others are joined once they can be reached");
  }

  private static Set<NodeId> names(HazelcastClusterManager manager) {
    return members(manager).stream()
        .map(member -> member.getAttribute(MemberConfig.NAME))
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
      if (node.value().equals(member.getAttribute(MemberConfig.NAME))) {
        return true;
      }
    }
    return false;
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
    // Nodes ping each other on each connection, so whoever is silent for so long is none.
    bus.setIdleTimeout(LONGEST_SILENCE_SECONDS);
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
