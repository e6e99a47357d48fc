package lab.router.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import lab.config.ProviderType;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.ProbeReport;
import lab.contract.ProbeReport.Finding;
import lab.contract.ProviderName;
import lab.router.live.LiveLists.Live;
import lab.router.plan.Rules;
import org.junit.jupiter.api.Test;

/** What stays on the board when another configuration comes into force. */
class OtherConfigurationTest {
  private static final ProviderName LOCAL = new ProviderName("local");
  private static final ProviderName OTHER = new ProviderName("other");
  private static final ModelName M = new ModelName("m");

  private final NodeBoard board =
      NodeBoard.of(
          new Rules()
              .provider("local", ProviderType.OLLAMA, "m")
              .provider("other", ProviderType.VLLM, "m")
              .configuration());
  private final Attempts attempts = new Attempts(board);

  @Test
  void whatIsKnownOfAServerThatStaysStays() {
    // Given
    attempts.fails("local", "m", FailureKind.RATE);
    attempts.starts("local", "m");
    board.found(up(LOCAL, "m"));

    // When another model and another provider come
    board.goesBy(
        new Rules()
            .provider("new", ProviderType.OLLAMA, "x")
            .provider("local", ProviderType.OLLAMA, "m", "n")
            .configuration());

    // Then
    assertThat(board.cooling(LOCAL, M, Board.Turn.LOOK, attempts.now())).isNotNull();
    assertThat(board.inFlight(LOCAL)).isEqualTo(1);
    assertThat(board.lists().of(LOCAL)).isInstanceOf(Live.Up.class);
  }

  @Test
  void aServerWithAnotherKeyIsAnotherServer() {
    // Given
    board.goesBy(new Rules().provider("local", ProviderType.OPENAI, "m").configuration());
    attempts.fails("local", "m", FailureKind.RATE);
    board.found(up(LOCAL, "m"));

    // When
    board.goesBy(new Rules().withKey("local", ProviderType.OPENAI, "m").configuration());

    // Then
    assertThat(board.cooling(LOCAL, M, Board.Turn.LOOK, attempts.now())).isNull();
    assertThat(board.lists().of(LOCAL)).isEqualTo(Live.Unknown.UNKNOWN);
  }

  @Test
  void whatIsKnownOfAProviderThatIsGoneGoes() {
    // Given
    attempts.fails("other", "m", FailureKind.RATE);
    board.found(up(OTHER, "m"));

    // When it goes, and comes back
    board.goesBy(new Rules().provider("local", ProviderType.OLLAMA, "m").configuration());
    Live gone = board.lists().of(OTHER);
    board.goesBy(new Rules().provider("other", ProviderType.VLLM, "m").configuration());

    // Then
    assertThat(gone).isEqualTo(Live.Unknown.UNKNOWN);
    assertThat(board.cooling(OTHER, M, Board.Turn.LOOK, attempts.now())).isNull();
  }

  @Test
  void attemptsOfAProviderThatGoesMeanwhileLeaveNothingBehind() {
    // Given
    attempts.starts("other", "m");

    // When it goes, comes back, and the attempt ends
    board.goesBy(new Rules().provider("local", ProviderType.OLLAMA, "m").configuration());
    board.goesBy(new Rules().provider("other", ProviderType.VLLM, "m").configuration());
    attempts.succeeds("other", "m");

    // Then
    assertThat(board.inFlight(OTHER)).isZero();
  }

  @Test
  void aNameThatComesIsKeptScoreOfAndOneThatGoesIsForgotten() {
    // When
    board.goesBy(new Rules().provider("local", ProviderType.OLLAMA, "n").configuration());
    board.refresh(attempts.now());

    // Then
    assertThat(board.describe().providers().getFirst().models())
        .extracting(model -> model.model().value())
        .containsExactly("n");
  }

  @Test
  void theNewOrderIsShown() {
    // When
    board.goesBy(
        new Rules()
            .provider("other", ProviderType.VLLM, "m")
            .provider("local", ProviderType.OLLAMA, "m")
            .configuration());

    // Then
    assertThat(board.describe().providers())
        .extracting(view -> view.provider().value())
        .containsExactly("other", "local");
  }

  private static ProbeReport up(ProviderName provider, String model) {
    Finding.Up found = new Finding.Up(List.of(new ModelName(model)), List.of(), null, null, null);
    return new ProbeReport(provider, found, Instant.EPOCH, null, Instant.EPOCH);
  }
}
