package lab.health;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import lab.config.Configuration;
import lab.config.HealthChecks;
import lab.config.Provider;
import lab.config.ProviderType;
import lab.contract.Heartbeat;
import lab.contract.ModelName;
import lab.contract.NodeId;
import lab.contract.ProbeReport;
import lab.contract.ProbeReport.Finding;
import lab.contract.ProviderName;
import lab.contract.Role;
import lab.contract.bus.Bus;
import lab.contract.members.Members;
import lab.contract.members.Rendezvous;
import lab.health.poll.Providers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthVerticleTest {
  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.of(vertx, new NodeId("n1"));
  private final Readiness readiness = new Readiness(EnumSet.noneOf(Role.class));
  private final Members members = new Members(heartbeat("n1", Heartbeat.Phase.SERVING));
  private final AtomicInteger asked = new AtomicInteger();

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void whatAPollFindsIsToldOnTheBusAndKept() {
    // Given
    Configuration configuration = ollamaPolledEvery(Duration.ofHours(1));

    // When
    await(vertx.deployVerticle(verticle(configuration)));

    // Then
    ProviderName name = new ProviderName("p");
    Awaitility.await().until(() -> readiness.reports().containsKey(name));
    assertThat(readiness.reports().get(name))
        .extracting(ProbeReport::finding)
        .isEqualTo(
            // Its one answer is also taken for what it has in memory.
            new Finding.Up(
                List.of(new ModelName("m")), List.of(new ModelName("m")), null, null, null));
  }

  @Test
  void pollingEndsWithTheVerticle() {
    // Given
    Configuration configuration = ollamaPolledEvery(Duration.ofMillis(10));
    String id = await(vertx.deployVerticle(verticle(configuration)));
    Awaitility.await().until(() -> asked.get() > 2);

    // When
    await(vertx.undeploy(id));
    int after = asked.get();

    // Then: the two questions of a poll that was under way may still arrive, no other may
    Awaitility.await().during(Duration.ofMillis(200)).until(() -> asked.get() <= after + 2);
  }

  @Test
  void whoJoinsIsToldWhatWasFoundBeforeItCame() {
    // Given
    Queue<ProbeReport> heard = new ConcurrentLinkedQueue<>();
    await(bus.hear(ProbeReport.LINE, Role.ROUTER, heard::add));
    await(vertx.deployVerticle(verticle(ollamaPolledEvery(Duration.ofHours(1)))));
    Awaitility.await().until(() -> !heard.isEmpty());

    // When
    members.heard(heartbeat("n2", Heartbeat.Phase.JOINING), Instant.now());

    // Then
    Awaitility.await().until(() -> heard.size() > 1);
    assertThat(Set.copyOf(heard)).hasSize(1);
  }

  @Test
  void whoJoinsIsToldAtItsHeartbeatAndNotAtTheNextLook() {
    // Given: nobody looks but this test
    Queue<ProbeReport> heard = new ConcurrentLinkedQueue<>();
    await(bus.hear(ProbeReport.LINE, Role.ROUTER, heard::add));
    Pollers pollers =
        new Pollers(vertx, bus, always(ollamaPolledEvery(Duration.ofHours(1))), readiness, members);
    pollers.look(Instant.now());
    Awaitility.await().until(() -> !heard.isEmpty());
    readiness.note(heard.element());

    // When
    Heartbeat joining = heartbeat("n2", Heartbeat.Phase.JOINING);
    members.heard(joining, Instant.now());
    pollers.heard(joining);

    // Then
    Awaitility.await().until(() -> heard.size() == 2);
    assertThat(Set.copyOf(heard)).hasSize(1);
  }

  @Test
  void whatANodeThatIsGonePolledIsPolledAtOnce() {
    // Given
    String owner =
        IntStream.range(2, 100)
            .mapToObj(i -> "n" + i)
            .filter(
                name ->
                    Rendezvous.owner("p", List.of(bus.node(), new NodeId(name)))
                        .equals(Optional.of(new NodeId(name))))
            .findFirst()
            .orElseThrow();
    members.heard(heartbeat(owner, Heartbeat.Phase.SERVING), Instant.now());
    await(vertx.deployVerticle(verticle(ollamaPolledEvery(Duration.ofHours(1)))));
    int before = asked.get();

    // When: nothing was heard of it for so long
    Instant last = Instant.now().minus(Members.LONGEST_SILENCE);
    members.heard(heartbeat(owner, Heartbeat.Phase.SERVING), last);

    // Then
    Awaitility.await().until(() -> asked.get() > 0);
    assertThat(before).isZero();
  }

  @Test
  void aNodePollsNobodyBeforeItServesAndAtOnceWhenItDoes() {
    // Given
    Members joining = new Members(heartbeat("n1", Heartbeat.Phase.JOINING));
    Configuration configuration = ollamaPolledEvery(Duration.ofHours(1));
    Pollers pollers = new Pollers(vertx, bus, always(configuration), readiness, joining);
    pollers.look(Instant.now());
    int before = asked.get();

    // When
    Heartbeat serving = heartbeat("n1", Heartbeat.Phase.SERVING);
    joining.heard(serving, Instant.now());
    pollers.heard(serving);

    // Then
    Awaitility.await().until(() -> asked.get() > 0);
    assertThat(before).isZero();
  }

  @Test
  void whoIsPolledFollowsTheConfiguration() {
    // Given
    AtomicReference<Configuration> inForce =
        new AtomicReference<>(Providers.configuration(often()));
    Pollers pollers = new Pollers(vertx, bus, inForce::get, readiness, members);
    await(bus.hear(ProbeReport.LINE, Role.HEALTH, readiness::note));
    pollers.look(Instant.now());
    ProviderName name = new ProviderName("p");

    // When it comes
    inForce.set(ollamaPolledEvery(Duration.ofMillis(10)));
    pollers.look(Instant.now());
    Awaitility.await().until(() -> readiness.reports().containsKey(name));

    // When it goes
    inForce.set(Providers.configuration(often()));
    pollers.look(Instant.now());
    int after = asked.get();

    // Then: the two questions of a poll that was under way may still arrive
    Awaitility.await().during(Duration.ofMillis(200)).until(() -> asked.get() <= after + 2);
    assertThat(readiness.reports()).isEmpty();
  }

  @Test
  void whoseEntryStaysIsPolledOnWithoutABreak() {
    // Given
    Configuration first = ollamaPolledEvery(Duration.ofHours(1));
    AtomicReference<Configuration> inForce = new AtomicReference<>(first);
    Pollers pollers = new Pollers(vertx, bus, inForce::get, readiness, members);
    await(bus.hear(ProbeReport.LINE, Role.HEALTH, readiness::note));
    pollers.look(Instant.now());
    ProviderName name = new ProviderName("p");
    Awaitility.await().until(() -> readiness.reports().containsKey(name));
    int before = asked.get();

    // When another comes beside it
    Provider one = first.providers().values().iterator().next();
    inForce.set(Providers.configuration(first.health(), one, Providers.named("q", one)));
    pollers.look(Instant.now());

    // Then only that is polled
    Awaitility.await().until(() -> readiness.reports().size() == 2);
    assertThat(asked.get()).isEqualTo(2 * before);
  }

  private static HealthChecks often() {
    return Providers.checks(Duration.ofMillis(10), Duration.ofSeconds(5), 1);
  }

  private static Supplier<Configuration> always(Configuration configuration) {
    return () -> configuration;
  }

  private HealthVerticle verticle(Configuration configuration) {
    return new HealthVerticle(bus, () -> configuration, readiness, members);
  }

  private static Heartbeat heartbeat(String node, Heartbeat.Phase phase) {
    return new Heartbeat(
        new NodeId(node), Set.of(Role.HEALTH), "1", Instant.EPOCH, Instant.EPOCH, phase);
  }

  private Configuration ollamaPolledEvery(Duration interval) {
    HttpServer server =
        await(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      asked.incrementAndGet();
                      request.response().end("{\"models\":[{\"name\":\"m\"}]}");
                    })
                .listen(0, "127.0.0.1"));
    return Providers.configuration(
        Providers.checks(interval, Duration.ofSeconds(5), 1),
        Providers.of(ProviderType.OLLAMA, "http://127.0.0.1:" + server.actualPort()));
  }

  @CanIgnoreReturnValue
  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, SECONDS).join();
  }
}
