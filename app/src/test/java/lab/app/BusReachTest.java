package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import lab.contract.CallFinished;
import lab.contract.CallId;
import lab.contract.ModelName;
import lab.contract.NodeId;
import lab.contract.Operation;
import lab.contract.ProbeReport;
import lab.contract.ProviderName;
import lab.contract.Question;
import lab.contract.Reach;
import lab.contract.RefusalReason;
import lab.contract.RequestFacts;
import lab.contract.Role;
import lab.contract.RouteDecision;
import lab.contract.RouteQuery;
import lab.contract.SourceRef;
import lab.contract.Stage;
import lab.contract.Usage;
import lab.contract.Why;
import lab.contract.bus.Bus;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How far a message goes, on two clustered nodes in one JVM. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BusReachTest {
  private static final RouteQuery QUERY =
      new RouteQuery(
          new CallId("c"),
          Operation.CHAT,
          new ModelName("m"),
          true,
          null,
          RequestFacts.NONE,
          List.of(),
          false);
  private static final CallFinished FINISHED =
      new CallFinished(
          new CallId("c"),
          Operation.CHAT,
          null,
          null,
          null,
          false,
          200,
          null,
          1,
          null,
          Duration.ZERO,
          Duration.ZERO,
          Usage.UNKNOWN,
          null,
          null,
          null,
          null);
  private static final ProbeReport REPORT =
      new ProbeReport(
          new ProviderName("p"),
          new ProbeReport.Finding.Up(List.of(new ModelName("m"))),
          Instant.EPOCH,
          null,
          Instant.EPOCH);

  /** A question that reaches the cluster, and that nobody but these tests answers. */
  private static final Question<RouteQuery, RouteDecision> ANYWHERE =
      new Question<>(
          "test.anywhere",
          RouteQuery.class,
          RouteDecision.class,
          Reach.CLUSTER,
          Duration.ofSeconds(5));

  private Member a = Member.none();
  private Member b = Member.none();

  private record Member(Vertx vertx, Bus bus) {
    static Member none() {
      Vertx vertx = Vertx.vertx();
      return new Member(vertx, Bus.of(vertx, new NodeId("none")));
    }

    static Member join(String name, int port, List<Integer> all) throws Exception {
      Config hazelcast = new Config().setClusterName("bus-reach-" + all);
      hazelcast.setProperty("hazelcast.phone.home.enabled", "false");
      hazelcast.setProperty("hazelcast.logging.type", "none");
      hazelcast.setProperty("hazelcast.socket.bind.any", "false");
      hazelcast
          .getNetworkConfig()
          .setPort(port)
          .setPortAutoIncrement(false)
          .getInterfaces()
          .setEnabled(true)
          .addInterface("127.0.0.1");
      JoinConfig join = hazelcast.getNetworkConfig().getJoin();
      join.getMulticastConfig().setEnabled(false);
      join.getAutoDetectionConfig().setEnabled(false);
      join.getTcpIpConfig().setEnabled(true);
      all.forEach(member -> join.getTcpIpConfig().addMember("127.0.0.1:" + member));
      Vertx vertx =
          Vertx.builder()
              .with(
                  new VertxOptions().setEventBusOptions(new EventBusOptions().setHost("127.0.0.1")))
              .withClusterManager(new HazelcastClusterManager(hazelcast))
              .buildClustered()
              .await(60, TimeUnit.SECONDS);
      return new Member(vertx, Bus.of(vertx, new NodeId(name)));
    }

    void run(Supplier<Future<?>> start) throws Exception {
      await(
          vertx.deployVerticle(
              new VerticleBase() {
                @Override
                public Future<?> start() {
                  return start.get();
                }
              }));
    }

    void close() throws Exception {
      await(vertx.close());
    }
  }

  @BeforeAll
  void joinTwoNodes() throws Exception {
    a.close();
    b.close();
    List<Integer> ports = FreePorts.some(2);
    a = Member.join("a", ports.get(0), ports);
    b = Member.join("b", ports.get(1), ports);
  }

  @AfterAll
  void leave() throws Exception {
    b.close();
    a.close();
  }

  @Test
  void aQuestionForTheNodeIsNeverAnsweredByAnother() throws Exception {
    // Given
    b.run(() -> b.bus().answer(RouteQuery.LINE, query -> refusal("b")));

    // When
    Throwable failure = failureOf(a.bus().ask(RouteQuery.LINE, QUERY));

    // Then
    assertThat(failure)
        .isInstanceOfSatisfying(
            ReplyException.class,
            reply -> assertThat(reply.failureType()).isEqualTo(ReplyFailure.NO_HANDLERS));
  }

  @Test
  void aNoticeForTheNodeIsHeardByNoOther() throws Exception {
    // Given
    Queue<CallFinished> onA = new ConcurrentLinkedQueue<>();
    Queue<CallFinished> onB = new ConcurrentLinkedQueue<>();
    Queue<ProbeReport> after = new ConcurrentLinkedQueue<>();
    a.run(() -> a.bus().hear(CallFinished.LINE, Role.METRICS, onA::add));
    b.run(() -> b.bus().hear(CallFinished.LINE, Role.METRICS, onB::add));
    b.run(() -> b.bus().hear(ProbeReport.LINE, Role.METRICS, after::add));

    // When
    a.bus().tell(CallFinished.LINE, FINISHED);
    a.bus().tell(ProbeReport.LINE, REPORT);

    // Then: the later one has reached the other node, and the one for this node has not
    Awaitility.await().untilAsserted(() -> assertThat(after).isNotEmpty());
    Awaitility.await().untilAsserted(() -> assertThat(onA).hasSize(1));
    assertThat(onB).isEmpty();
  }

  @Test
  void aNoticeForTheClusterIsHeardOnceByEveryNodeAndIsEqualThere() throws Exception {
    // Given
    Queue<ProbeReport> onA = new ConcurrentLinkedQueue<>();
    Queue<ProbeReport> onB = new ConcurrentLinkedQueue<>();
    a.run(() -> a.bus().hear(ProbeReport.LINE, Role.ROUTER, onA::add));
    b.run(() -> b.bus().hear(ProbeReport.LINE, Role.ROUTER, onB::add));

    // When
    a.bus().tell(ProbeReport.LINE, REPORT);

    // Then
    Awaitility.await().untilAsserted(() -> assertThat(onB).containsExactly(REPORT));
    Awaitility.await().untilAsserted(() -> assertThat(onA).containsExactly(REPORT));
  }

  @Test
  void aQuestionToOneNodeIsAnsweredThereAndSurvivesTheWireBothWays() throws Exception {
    // Given
    Promise<RouteQuery> asked = Promise.promise();
    a.run(() -> a.bus().answer(ANYWHERE, query -> refusal("a")));
    b.run(
        () ->
            b.bus()
                .answer(
                    ANYWHERE,
                    query -> {
                      asked.tryComplete(query);
                      return refusal("b");
                    }));

    // When
    RouteDecision answer = await(a.bus().askAt(new NodeId("b"), ANYWHERE, QUERY));

    // Then
    assertThat(answer).isEqualTo(refusal("b"));
    assertThat(await(asked.future())).isEqualTo(QUERY);
  }

  @Test
  void aQuestionToAllTellsWhoAnsweredAndWhoDidNot() throws Exception {
    // Given
    b.run(() -> b.bus().answer(ANYWHERE, query -> refusal("b")));
    NodeId gone = new NodeId("gone");
    NodeId here = new NodeId("b");

    // When
    var answers = await(a.bus().askAll(List.of(here, gone), ANYWHERE, QUERY));

    // Then
    assertThat(answers).containsOnlyKeys(here, gone);
    assertThat(answers.get(here)).matches(Future::succeeded);
    assertThat(answers.get(gone)).matches(Future::failed);
  }

  private static RouteDecision refusal(String rule) {
    return new RouteDecision.Refuse(
        RefusalReason.NO_MODEL, null, new Why(Stage.DEFAULT, rule, SourceRef.BUILT_IN, List.of()));
  }

  @CanIgnoreReturnValue
  private static <T> T await(Future<T> future) throws Exception {
    return future.await(20, TimeUnit.SECONDS);
  }

  private static Throwable failureOf(Future<?> future) throws Exception {
    return await(future.map(done -> new Throwable("succeeded")).otherwise(failure -> failure));
  }
}
