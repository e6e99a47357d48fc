package lab.router.share;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import lab.config.Configuration;
import lab.config.ProviderType;
import lab.contract.AttemptOutcome;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.AttemptStarted;
import lab.contract.CallId;
import lab.contract.Candidate;
import lab.contract.CircuitChanged;
import lab.contract.CircuitChanged.Part;
import lab.contract.CircuitChanged.Place;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.NodeId;
import lab.contract.ProbeReport;
import lab.contract.ProbeReport.Finding;
import lab.contract.ProviderName;
import lab.contract.Usage;
import lab.contract.bus.Bus;
import lab.router.board.Board.Turn;
import lab.router.board.NodeBoard;
import lab.router.board.State;
import lab.router.plan.Rules;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Boards of several nodes over one event bus and one shared map. */
class SharingTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final ProviderName P = new ProviderName("p");
  private static final ModelName M = new ModelName("m");
  private static final Candidate CANDIDATE = new Candidate(P, M, "exact");
  private static final CallId CALL = new CallId("c");
  private static final Duration TOOK = Duration.ofMillis(10);
  private static final Configuration CONFIGURATION =
      new Rules().provider("p", ProviderType.OLLAMA, "m").configuration();

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.of(vertx, new NodeId("bus"));
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final List<NodeBoard> boards = new ArrayList<>();

  @BeforeEach
  void join() {
    for (String name : List.of("a", "b", "c")) {
      boards.add(joined(name));
    }
  }

  private NodeBoard joined(String name) {
    NodeBoard board = NodeBoard.of(CONFIGURATION);
    await(
        vertx.deployVerticle(
            new VerticleBase() {
              @Override
              public Future<?> start() {
                Findings findings = new Findings(vertx, FindingsTest.nobody(name), now::get);
                return new Sharing(vertx, bus, new NodeId(name), board, findings, now::get).start();
              }
            }));
    return board;
  }

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void oneFailureOnEachNodeOpensTheCircuitOnAllOfThem() {
    // When
    boards.forEach(board -> fails(board, FailureKind.SERVER));

    // Then
    awaitAll(State.Resting.class);
    assertThat(boards).extracting(this::until).containsOnly(START.plusSeconds(60));
  }

  @Test
  void aRefusalThatNamesItsTimeEndsAtTheSameMomentEverywhere() {
    // When
    ends(boards.getFirst(), new Ending.Failed(FailureKind.RATE, Duration.ofSeconds(17)));

    // Then
    awaitAll(State.Resting.class);
    assertThat(boards).extracting(this::until).containsOnly(START.plusSeconds(17));
  }

  @Test
  void aNodeThatJoinsKnowsWhatTheOthersKnowOnceItIsReady() {
    // Given
    fails(boards.getFirst(), FailureKind.RATE);
    Awaitility.await().untilAsserted(() -> assertThat(written()).isEqualTo(1));

    // When
    NodeBoard joined = joined("d");

    // Then
    assertThat(state(joined)).isInstanceOf(State.Resting.class);
  }

  private int written() {
    Future<Integer> size =
        vertx.sharedData().<String, String>getAsyncMap(Ledger.MAP).compose(AsyncMap::size);
    return await(size);
  }

  @Test
  void afterTheRestOneRequestInTheWholeClusterTriesAndItsSuccessBringsItBackEverywhere() {
    // Given
    fails(boards.getFirst(), FailureKind.RATE);
    awaitAll(State.Resting.class);
    now.set(START.plusSeconds(60));

    // When
    List<NodeBoard> admitted = new ArrayList<>();
    Awaitility.await()
        .untilAsserted(
            () -> {
              boards.stream().filter(this::admits).forEach(admitted::add);
              assertThat(admitted).isNotEmpty();
            });
    NodeBoard trying = admitted.getFirst();
    trying.started(new AttemptStarted(CALL, CANDIDATE), now.get());
    boards.stream().filter(this::admits).forEach(admitted::add);

    // Then
    assertThat(admitted).hasSize(1);
    trying.ended(outcome(new Ending.Succeeded()), now.get().plus(TOOK));
    awaitAll(State.Recovering.class);
  }

  @Test
  void theRightToTryOfANodeThatDiedIsFreeAfterSeconds() {
    // Given
    fails(boards.getFirst(), FailureKind.RATE);
    awaitAll(State.Resting.class);
    now.set(START.plusSeconds(60));
    Awaitility.await().until(() -> admits(boards.get(0)));

    // When
    now.set(START.plusSeconds(60).plus(Claims.LASTS));

    // Then
    Awaitility.await().until(() -> admits(boards.get(1)));
  }

  @Test
  void nobodyTriesWhilePollsFindItDown() {
    // Given
    fails(boards.getFirst(), FailureKind.RATE);
    awaitAll(State.Resting.class);
    now.set(START.plusSeconds(60));
    NodeBoard board = boards.getFirst();
    board.found(report(new Finding.Down(FailureKind.SERVER, "refused")));
    assertThat(admits(board)).isFalse();

    // When
    board.found(report(new Finding.Up(List.of(M))));

    // Then
    Awaitility.await().until(() -> admits(board));
  }

  private ProbeReport report(Finding finding) {
    return new ProbeReport(P, finding, now.get(), null, now.get());
  }

  @Test
  void attemptsOfOneNodeAreKnownToAllAndCountedOnce() {
    // When
    boards.getFirst().started(new AttemptStarted(CALL, CANDIDATE), now.get());
    boards.getLast().ended(outcome(new Ending.Succeeded()), now.get());

    // Then
    Awaitility.await()
        .untilAsserted(
            () -> {
              assertThat(boards).extracting(board -> board.inFlight(P)).containsOnly(1);
              boards.forEach(board -> board.refresh(now.get()));
              assertThat(boards).extracting(board -> board.score(P, M).attempts()).containsOnly(1L);
            });
  }

  @Test
  void aCircuitWhoseMessageWasLostIsKnownWithinSecondsAllTheSame() {
    // Given
    Ledger ledger = new Ledger(() -> vertx.sharedData().getAsyncMap(Ledger.MAP));
    Place place = new Place(P, Part.MODEL, M);
    Instant end = START.plusSeconds(60);

    // When
    Entry unused =
        await(
            ledger.note(
                new CircuitChanged(
                    place, START, end, FailureKind.SERVER, 1, null, new NodeId("d"))));

    // Then
    awaitAll(State.Resting.class);
    assertThat(boards).extracting(this::until).containsOnly(end);
  }

  private boolean admits(NodeBoard board) {
    return board.cooling(P, M, Turn.TAKE, now.get()) == null;
  }

  private void fails(NodeBoard board, FailureKind kind) {
    ends(board, new Ending.Failed(kind, null));
  }

  private void ends(NodeBoard board, Ending ending) {
    board.ended(outcome(ending), now.get());
  }

  private static AttemptOutcome outcome(Ending ending) {
    return new AttemptOutcome(CALL, CANDIDATE, ending, null, TOOK, Usage.UNKNOWN, true, null);
  }

  private static State state(NodeBoard board) {
    return board.describe().providers().getFirst().models().getFirst().state();
  }

  private @Nullable Instant until(NodeBoard board) {
    return state(board) instanceof State.Resting resting ? resting.until() : null;
  }

  private void awaitAll(Class<? extends State> state) {
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(boards).extracting(SharingTest::state).hasOnlyElementsOfType(state));
  }

  @CanIgnoreReturnValue
  private static <T extends @Nullable Object> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(10, SECONDS).join();
  }
}
