package lab.router;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import lab.config.Configuration;
import lab.config.ProviderType;
import lab.contract.AttemptOutcome;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.AttemptStarted;
import lab.contract.CallId;
import lab.contract.Candidate;
import lab.contract.FailureKind;
import lab.contract.Heartbeat;
import lab.contract.ModelName;
import lab.contract.NodeId;
import lab.contract.Operation;
import lab.contract.ProbeReport;
import lab.contract.ProbeReport.Finding;
import lab.contract.ProviderName;
import lab.contract.RequestFacts;
import lab.contract.RouteDecision;
import lab.contract.RouteDecision.Go;
import lab.contract.RouteQuery;
import lab.contract.Usage;
import lab.contract.bus.Bus;
import lab.contract.members.Members;
import lab.router.board.Board;
import lab.router.board.NodeBoard;
import lab.router.plan.Plan;
import lab.router.plan.Rules;
import lab.router.share.Others;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RouterVerticleTest {
  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.of(vertx, new NodeId("n1"));
  private final Configuration configuration =
      new Rules()
          .provider("first", ProviderType.OLLAMA, "m")
          .provider("second", ProviderType.OLLAMA, "m")
          .configuration();
  private final NodeBoard board = NodeBoard.of(configuration);
  private final Plan plan = Plan.of(configuration);

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void aQueryIsAnsweredOverTheBus() {
    // Given
    deploy();

    // When
    RouteDecision decision = await(bus.ask(RouteQuery.LINE, query()));

    // Then
    assertThat(providers(decision)).containsExactly("first", "second");
  }

  @Test
  void theNextDecisionIsMadeByThePlanInForce() {
    // Given
    AtomicReference<Plan> inForce = new AtomicReference<>(plan);
    await(vertx.deployVerticle(new RouterVerticle(bus, inForce::get, board)));
    RouteDecision before = await(bus.ask(RouteQuery.LINE, query()));

    // When
    Configuration next = new Rules().provider("second", ProviderType.OLLAMA, "m").configuration();
    board.goesBy(next);
    inForce.set(Plan.of(next));
    RouteDecision after = await(bus.ask(RouteQuery.LINE, query()));

    // Then
    assertThat(providers(before)).containsExactly("first", "second");
    assertThat(providers(after)).containsExactly("second");
  }

  @Test
  void whatAPollFoundChangesTheNextDecision() {
    // Given
    deploy();
    Finding down = new Finding.Down(FailureKind.SERVER, "refused");
    ProbeReport report =
        new ProbeReport(new ProviderName("first"), down, Instant.EPOCH, null, Instant.EPOCH);

    // When
    bus.tell(ProbeReport.LINE, report);

    // Then
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              RouteDecision decision = await(bus.ask(RouteQuery.LINE, query()));
              assertThat(providers(decision)).containsExactly("second", "first");
            });
  }

  @Test
  void whatIsToldOfAttemptsIsNotedOnceOnTheBoard() {
    // Given
    deploy();
    ProviderName first = new ProviderName("first");
    Candidate candidate = new Candidate(first, new ModelName("m"), "exact");
    CallId call = new CallId("c");

    // When
    bus.tell(AttemptStarted.LINE, new AttemptStarted(call, candidate));
    bus.tell(AttemptStarted.LINE, new AttemptStarted(call, candidate));
    bus.tell(
        AttemptOutcome.LINE,
        new AttemptOutcome(
            call,
            candidate,
            new Ending.Failed(FailureKind.RATE, null),
            null,
            Duration.ofMillis(5),
            Usage.UNKNOWN,
            true,
            null));

    // Then
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              assertThat(board.score(first, new ModelName("m")).attempts()).isEqualTo(1);
              assertThat(board.inFlight(first)).isEqualTo(1);
              assertThat(board.cooling(first, new ModelName("m"), Board.Turn.LOOK, Instant.now()))
                  .isNotNull();
            });
  }

  @Test
  void aNodeThatOnlyMakesAttemptsCountsThemToo() {
    // Given
    await(vertx.deployVerticle(new LiveBoardVerticle(bus, board, others())));
    await(vertx.deployVerticle(new AttemptsVerticle(bus, board)));
    ProviderName first = new ProviderName("first");
    Candidate candidate = new Candidate(first, new ModelName("m"), "exact");

    // When
    bus.tell(AttemptStarted.LINE, new AttemptStarted(new CallId("c"), candidate));

    // Then
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(board.inFlight(first)).isEqualTo(1));
  }

  private static Others others() {
    Heartbeat self =
        new Heartbeat(
            new NodeId("n1"), Set.of(), "1", Instant.EPOCH, Instant.EPOCH, Heartbeat.Phase.JOINING);
    return new Others(new Members(self), Set::of, Set::of);
  }

  private void deploy() {
    await(vertx.deployVerticle(new LiveBoardVerticle(bus, board, others())));
    await(vertx.deployVerticle(new AttemptsVerticle(bus, board)));
    await(vertx.deployVerticle(new RouterVerticle(bus, () -> plan, board)));
  }

  private static RouteQuery query() {
    return new RouteQuery(
        new CallId("c"),
        Operation.CHAT,
        new ModelName("m"),
        false,
        null,
        RequestFacts.NONE,
        List.of(),
        false);
  }

  private static List<String> providers(RouteDecision decision) {
    return decision instanceof Go(var inOrder, _, _, _)
        ? inOrder.stream().map(Candidate::provider).map(ProviderName::value).toList()
        : List.of();
  }

  @CanIgnoreReturnValue
  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(10, SECONDS).join();
  }
}
