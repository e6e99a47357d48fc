package lab.router.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.stream.IntStream;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.router.board.Board.Cooling;
import lab.router.board.Board.Score;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What attempts leave on the board: load, figures, circuits. */
class NodeBoardTest {
  private static final ProviderName LOCAL = new ProviderName("local");
  private static final ProviderName CLOUD = new ProviderName("cloud");
  private static final ModelName M = new ModelName("m");
  private static final Ending SUCCEEDED = new Ending.Succeeded();

  private final NodeBoard board = Attempts.board();
  private final Attempts attempts = new Attempts(board);

  @Test
  void attemptsInFlightAreCountedByProvider() {
    // When
    attempts.starts("local", "m");
    attempts.starts("local", "n");
    attempts.starts("local", "a name that nobody mentions");
    attempts.starts("cloud", "m");
    attempts.succeeds("local", "m");

    // Then
    assertThat(board.inFlight(LOCAL)).isEqualTo(2);
    assertThat(board.inFlight(CLOUD)).isEqualTo(1);
  }

  @Test
  void ofWhatNobodyTriedNothingIsKnown() {
    assertThat(board.score(LOCAL, M)).isEqualTo(Score.UNKNOWN);
    assertThat(board.cooling(LOCAL, M, Board.Turn.LOOK, Attempts.START)).isNull();
    assertThat(board.capacity(LOCAL)).isZero();
    assertThat(board.warm(LOCAL, M)).isFalse();
  }

  @Test
  void theShareOfSuccessesLeavesOutWhatSaysNothing() {
    // When
    attempts.succeeds("local", "m");
    attempts.ends("local", "m", new Ending.Abandoned());
    attempts.fails("local", "m", FailureKind.BAD_REQUEST);
    attempts.fails("local", "m", FailureKind.SERVER);
    board.refresh(attempts.now());

    // Then
    assertThat(board.score(LOCAL, M).attempts()).isEqualTo(2);
    assertThat(board.score(LOCAL, M).success()).isEqualTo(0.5);
  }

  @Test
  void newerAttemptsCountMore() {
    // Given
    attempts.fails("local", "m", FailureKind.SERVER);

    // When
    attempts.at(120);
    attempts.succeeds("local", "m");

    // Then
    assertThat(board.score(LOCAL, M).success()).isGreaterThan(0.6).isLessThan(1);
  }

  @Test
  void whatIsOlderThanTheWindowIsForgotten() {
    // Given
    attempts.fails("local", "m", FailureKind.SERVER);
    assertThat(board.score(LOCAL, M).attempts()).isEqualTo(1);

    // When
    attempts.at(Experience.WINDOW.toSeconds());
    board.refresh(attempts.now());

    // Then
    assertThat(board.score(LOCAL, M)).isEqualTo(Score.UNKNOWN);
  }

  @Test
  void timesAreThoseOfTheSlowestInTwenty() {
    // When
    IntStream.rangeClosed(1, 100)
        .forEach(
            i ->
                attempts.ends(
                    "local",
                    "m",
                    SUCCEEDED,
                    Duration.ofMillis(10L * i),
                    Duration.ofMillis(100L * i),
                    10,
                    true));
    board.refresh(attempts.now());

    // Then
    assertThat(board.score(LOCAL, M).firstContent()).isCloseTo(0.95, within(0.06));
    assertThat(board.score(LOCAL, M).perToken()).isCloseTo(0.95, within(0.06));
  }

  @Test
  void theWholeOfAnAnswerIsNotItsFirstContent() {
    // When
    attempts.ends("local", "m", SUCCEEDED, Duration.ofSeconds(9), Duration.ofSeconds(9), 90, false);

    // Then
    assertThat(board.score(LOCAL, M).firstContent()).isNaN();
    assertThat(board.score(LOCAL, M).perToken()).isCloseTo(0.1, within(0.01));
  }

  @Test
  void aModelThatFailsIsOutAndItsNeighboursAreNot() {
    // When
    IntStream.range(0, 3).forEach(i -> attempts.fails("local", "m", FailureKind.SERVER));

    // Then
    assertThat(board.cooling(LOCAL, M, Board.Turn.LOOK, attempts.now()))
        .isEqualTo(new Cooling(Attempts.START.plusSeconds(60), "requests failed"));
    assertThat(board.cooling(LOCAL, new ModelName("n"), Board.Turn.LOOK, attempts.now())).isNull();
    assertThat(board.cooling(CLOUD, M, Board.Turn.LOOK, attempts.now())).isNull();
  }

  @Test
  void aRateLimitIsTheModelsAndLastsAsLongAsTheProviderSays() {
    // When
    attempts.ends("cloud", "m", new Ending.Failed(FailureKind.RATE, Duration.ofSeconds(7)));

    // Then
    assertThat(board.cooling(CLOUD, M, Board.Turn.LOOK, attempts.now()))
        .isEqualTo(new Cooling(Attempts.START.plusSeconds(7), "its rate limit was reached"));
    assertThat(board.cooling(CLOUD, new ModelName("n"), Board.Turn.LOOK, attempts.now())).isNull();
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureKind.class,
      names = {"AUTH", "CREDITS"})
  void aRefusedKeyIsOutForAllModels(FailureKind kind) {
    // When
    attempts.fails("cloud", "m", kind);

    // Then
    assertThat(board.cooling(CLOUD, new ModelName("n"), Board.Turn.LOOK, attempts.now()))
        .isNotNull();
    assertThat(board.cooling(CLOUD, new ModelName("unheard"), Board.Turn.LOOK, attempts.now()))
        .isNotNull();
  }

  @Test
  void whereThereIsNoKeyARefusalIsTheModelsOwn() {
    // When
    attempts.fails("local", "m", FailureKind.AUTH);

    // Then
    assertThat(board.cooling(LOCAL, M, Board.Turn.LOOK, attempts.now())).isNotNull();
    assertThat(board.cooling(LOCAL, new ModelName("n"), Board.Turn.LOOK, attempts.now())).isNull();
  }

  @Test
  void aKeyThatIsAcceptedAgainBringsItsModelsBack() {
    // Given
    attempts.fails("cloud", "m", FailureKind.AUTH);
    attempts.at(600);

    // When
    attempts.starts("cloud", "n");
    assertThat(board.cooling(CLOUD, M, Board.Turn.LOOK, attempts.now())).isNotNull();
    attempts.succeeds("cloud", "n");

    // Then
    assertThat(board.describe().providers().get(1).key()).isInstanceOf(State.Recovering.class);
    attempts.at(660);
    assertThat(board.cooling(CLOUD, M, Board.Turn.LOOK, attempts.now())).isNull();
  }
}
