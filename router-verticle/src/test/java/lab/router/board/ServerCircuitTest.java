package lab.router.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import lab.config.ProviderType;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.router.board.BoardView.ModelView;
import lab.router.board.BoardView.ProviderView;
import lab.router.plan.Rules;
import org.junit.jupiter.api.Test;

/** What no connection leads to: it is the server's, and so all its models'. */
class ServerCircuitTest {
  private static final ProviderName LOCAL = new ProviderName("local");
  private static final ModelName M = new ModelName("m");

  private final NodeBoard board =
      NodeBoard.of(new Rules().provider("local", ProviderType.OLLAMA, "m", "n").configuration());
  private final Attempts attempts = new Attempts(board);

  @Test
  void aServerThatCanNotBeReachedIsOutForAllModels() {
    // When
    attempts.missesServer("local", "m");
    attempts.missesServer("local", "n");
    assertThat(board.cooling(LOCAL, M, Board.Turn.LOOK, attempts.now())).isNull();
    attempts.missesServer("local", "m");

    // Then
    assertThat(board.cooling(LOCAL, M, Board.Turn.LOOK, attempts.now())).isNotNull();
    assertThat(board.cooling(LOCAL, new ModelName("unheard"), Board.Turn.LOOK, attempts.now()))
        .isNotNull();
    assertThat(server().server()).isInstanceOf(State.Resting.class);
    assertThat(server().models()).extracting(ModelView::state).containsOnly(new State.Active());
  }

  @Test
  void aServerThatIsMissedNowAndThenStaysInUse() {
    // When
    for (int i = 0; i < 10; i++) {
      attempts.missesServer("local", "m");
      attempts.succeeds("local", "m");
      attempts.fails("local", "n", FailureKind.RATE);
    }

    // Then
    assertThat(server().server()).isEqualTo(new State.Active());
  }

  @Test
  void aServerThatAnswersAnythingIsBack() {
    // Given
    IntStream.range(0, 3).forEach(i -> attempts.missesServer("local", "m"));
    attempts.at(60);

    // When
    attempts.starts("local", "n");
    attempts.fails("local", "n", FailureKind.BAD_REQUEST);

    // Then
    assertThat(server().server()).isInstanceOf(State.Recovering.class);
  }

  @Test
  void whereOthersListenAClockThatIsSetBackForgetsNothingThatTheyWouldTellAgain() {
    // Given
    BoardOfNode node = new BoardOfNode("a");
    IntStream.range(0, 3).forEach(i -> node.attempts.missesServer("p", "m"));
    boolean stepped = node.board.refresh(node.attempts.now());

    // When
    node.attempts.at(-3_600);
    boolean forgotten = node.board.refresh(node.attempts.now());

    // Then
    assertThat(List.of(stepped, forgotten)).containsExactly(false, false);
    assertThat(
            node.board.cooling(BoardOfNode.P, BoardOfNode.M, Board.Turn.LOOK, node.attempts.now()))
        .isNotNull();
  }

  @Test
  void aClockThatIsSetBackMakesNobodyRestUntilATimeThatIsFarOff() {
    // Given
    IntStream.range(0, 3).forEach(i -> attempts.missesServer("local", "m"));
    assertThat(board.lastResort().permits(LOCAL, M, attempts.now())).isTrue();
    boolean stepped = board.refresh(attempts.now());

    // When: by a second, as happens, and then by an hour
    boolean little = board.refresh(attempts.now().minusSeconds(1));
    State before = server().server();
    attempts.at(-3_600);
    boolean much = board.refresh(attempts.now());

    // Then
    assertThat(List.of(stepped, little, much)).containsExactly(false, false, true);
    assertThat(before).isInstanceOf(State.Resting.class);
    assertThat(server().server()).isEqualTo(new State.Active());
    assertThat(board.cooling(LOCAL, M, Board.Turn.LOOK, attempts.now())).isNull();
    assertThat(board.lastResort().permits(LOCAL, M, attempts.now())).isTrue();

    // When it can not be reached again
    IntStream.range(0, 3).forEach(i -> attempts.missesServer("local", "m"));

    // Then it rests as long as anybody
    assertThat(server().server())
        .isInstanceOfSatisfying(
            State.Resting.class,
            rest -> assertThat(rest.until()).isBefore(attempts.now().plusSeconds(61)));
  }

  private ProviderView server() {
    return board.describe().providers().getFirst();
  }
}
