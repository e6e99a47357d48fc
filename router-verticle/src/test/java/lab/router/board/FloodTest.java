package lab.router.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import lab.config.ProviderType;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.router.board.Board.Score;
import lab.router.plan.Rules;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Many attempts at once, in any order, from all event loops. */
class FloodTest {
  private static final ProviderName P = new ProviderName("p");
  private static final ModelName M = new ModelName("m");
  private static final int WRITERS = 3;
  private static final int EACH = 20_000;

  private static NodeBoard board() {
    return NodeBoard.of(new Rules().provider("p", ProviderType.OLLAMA, "m").configuration());
  }

  /** What a gateway tells, also in orders in which it never would. */
  enum Told {
    STARTED,
    SUCCEEDED,
    FAILED,
    REFUSED,
    ABANDONED
  }

  @Property
  void whatIsInFlightIsNeverNegativeAndReturnsToZero(
      @ForAll @Size(max = 200) List<Told> told, @ForAll boolean known) {
    // Given
    NodeBoard board = board();
    Attempts attempts = new Attempts(board);
    String model = known ? "m" : "unknown";
    int running = 0;

    for (Told one : told) {
      // When
      tell(attempts, model, one);
      running = Math.max(0, running + (one == Told.STARTED ? 1 : -1));

      // Then
      assertThat(board.inFlight(P)).isEqualTo(running);
      assertThat(inFlightOfModel(board)).isEqualTo(known ? running : 0);
    }
    for (; running > 0; running--) {
      tell(attempts, model, Told.ABANDONED);
    }
    assertThat(board.inFlight(P)).isZero();
    assertThat(inFlightOfModel(board)).isZero();
  }

  private static void tell(Attempts attempts, String model, Told told) {
    switch (told) {
      case STARTED -> attempts.starts("p", model);
      case SUCCEEDED -> attempts.succeeds("p", model);
      case FAILED -> attempts.fails("p", model, FailureKind.SERVER);
      case REFUSED -> attempts.fails("p", model, FailureKind.RATE);
      case ABANDONED -> attempts.ends("p", model, new Ending.Abandoned());
    }
  }

  private static int inFlightOfModel(NodeBoard board) {
    return board.describe().providers().getFirst().models().getFirst().inFlight();
  }

  @Test
  void nothingIsLostWhenAllLoopsTellAtOnce() throws Exception {
    // Given
    NodeBoard board = board();
    AtomicBoolean over = new AtomicBoolean();
    CountDownLatch go = new CountDownLatch(1);

    // When
    try (ExecutorService loops = Executors.newFixedThreadPool(WRITERS + 1)) {
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        writers.add(loops.submit(() -> write(board, go)));
      }
      Future<Boolean> sane = loops.submit(() -> read(board, go, over));
      go.countDown();
      for (Future<?> writer : writers) {
        var unused = writer.get(60, TimeUnit.SECONDS);
      }
      over.set(true);

      // Then
      assertThat(sane.get(60, TimeUnit.SECONDS)).isTrue();
    }
    board.refresh(Attempts.START);
    assertThat(board.inFlight(P)).isZero();
    assertThat(inFlightOfModel(board)).isZero();
    assertThat(board.score(P, M).attempts()).isEqualTo((long) WRITERS * EACH);
    assertThat(board.score(P, M).success()).isEqualTo(0.75);
  }

  private static void write(NodeBoard board, CountDownLatch go) {
    Attempts attempts = new Attempts(board);
    awaitStart(go);
    for (int i = 0; i < EACH; i++) {
      attempts.starts("p", "m");
      tell(attempts, "m", i % 4 == 0 ? Told.FAILED : Told.SUCCEEDED);
    }
  }

  private static boolean read(NodeBoard board, CountDownLatch go, AtomicBoolean over) {
    boolean sane = true;
    awaitStart(go);
    while (!over.get()) {
      Score score = board.score(P, M);
      int running = board.inFlight(P);
      sane &= score.success() >= 0 && score.success() <= 1;
      sane &= running >= 0 && running <= WRITERS;
    }
    return sane;
  }

  private static void awaitStart(CountDownLatch go) {
    try {
      go.await();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}
