package lab.router.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.NodeId;
import lab.contract.ProbeReport;
import lab.contract.ProbeReport.Finding;
import lab.contract.ProviderName;
import lab.router.board.BoardView.ModelView;
import lab.router.live.LiveLists.Live;
import org.junit.jupiter.api.Test;

/** What polls leave on the board, and of which models score is kept. */
class KnownModelsTest {
  private static final ProviderName LOCAL = new ProviderName("local");
  private static final ProviderName CLOUD = new ProviderName("cloud");
  private static final ModelName M = new ModelName("m");

  private final NodeBoard board = Attempts.board();
  private final Attempts attempts = new Attempts(board);

  @Test
  void aGoodPollTakesNothingBackThatARequestFound() {
    // Given
    attempts.fails("cloud", "m", FailureKind.AUTH);
    IntStream.range(0, 3).forEach(i -> attempts.fails("local", "m", FailureKind.SERVER));

    // When
    attempts.polled("cloud", new Finding.Up(List.of(M)));
    attempts.polled("local", new Finding.Up(List.of(M)));

    // Then
    assertThat(board.cooling(CLOUD, M, Board.Turn.LOOK, attempts.now())).isNotNull();
    assertThat(board.cooling(LOCAL, M, Board.Turn.LOOK, attempts.now())).isNotNull();
  }

  @Test
  void aGoodPollTakesBackWhatABadOneFound() {
    // Given
    attempts.polled("local", new Finding.Down(FailureKind.SERVER, "refused"));
    assertThat(board.lists().of(LOCAL)).isInstanceOf(Live.Down.class);

    // When
    attempts.polled("local", new Finding.Up(List.of(M)));

    // Then
    assertThat(board.lists().of(LOCAL)).isInstanceOf(Live.Up.class);
    assertThat(board.cooling(LOCAL, M, Board.Turn.LOOK, attempts.now())).isNull();
  }

  @Test
  void anOldPollThatIsToldAgainTakesNothingBackThatALaterOneFound() {
    // Given
    Instant later = Attempts.START.plusSeconds(5);
    Finding down = new Finding.Down(FailureKind.SERVER, "refused");
    board.found(polled(down, later));

    // When
    board.found(polled(new Finding.Up(List.of(M)), Attempts.START));

    // Then
    assertThat(board.lists().of(LOCAL)).isInstanceOf(Live.Down.class);
    assertThat(board.describe().providers().getFirst().polled().down()).isTrue();
  }

  private static ProbeReport polled(Finding finding, Instant at) {
    return new ProbeReport(LOCAL, finding, at, new NodeId("poller"), at);
  }

  @Test
  void whatPollsFindLoadedIsWarm() {
    // When
    attempts.polled(
        "local",
        new Finding.Up(
            List.of(new ModelName("m:latest"), new ModelName("n:7b")),
            List.of(new ModelName("m:latest")),
            null,
            null,
            null));

    // Then
    assertThat(board.warm(LOCAL, M)).isTrue();
    assertThat(board.warm(LOCAL, new ModelName("m:latest"))).isTrue();
    assertThat(board.warm(LOCAL, new ModelName("n:7b"))).isFalse();
  }

  @Test
  void aServerOfOneModelHasItLoadedForAsLongAsItIsThere() {
    ProviderName engine = new ProviderName("engine");

    attempts.polled("engine", new Finding.Up(List.of(M), List.of(), 8, null, null));
    assertThat(board.warm(engine, M)).isTrue();
    assertThat(board.capacity(engine)).isEqualTo(8);

    attempts.polled("engine", new Finding.Down(FailureKind.SERVER, "refused"));
    assertThat(board.warm(engine, M)).isFalse();
  }

  @Test
  void llamaCppHasItsModelLoadedWhateverItCallsIt() {
    ProviderName cpp = new ProviderName("cpp");
    List<ModelName> own = List.of(new ModelName("/models/m.gguf"));

    attempts.polled("cpp", new Finding.Up(own, List.of(), null, null, null));
    assertThat(board.warm(cpp, M)).isTrue();

    attempts.polled("cpp", new Finding.Down(FailureKind.LOADING, "503"));
    assertThat(board.warm(cpp, M)).isFalse();
  }

  @Test
  void namesThatOnlyClientsUseLeaveNoTrace() {
    // Given
    int before = models("local").size();

    // When
    IntStream.range(0, 10_000)
        .forEach(
            i -> {
              attempts.starts("local", "made-up-" + i);
              attempts.fails("local", "made-up-" + i, FailureKind.NOT_FOUND);
              attempts.fails("made-up-" + i, "m", FailureKind.SERVER);
            });

    // Then
    assertThat(models("local")).hasSize(before);
    assertThat(board.describe().providers()).hasSize(4);
    assertThat(board.inFlight(LOCAL)).isZero();
  }

  @Test
  void aListWithoutEndIsKeptScoreOfUpToABound() {
    // Given
    List<ModelName> listed =
        IntStream.range(0, 3_000).mapToObj(i -> new ModelName("listed-" + i)).toList();
    attempts.polled("local", new Finding.Up(listed));

    // When
    listed.forEach(name -> attempts.succeeds("local", name.value()));

    // Then
    assertThat(models("local")).hasSize(Models.MOST);
  }

  @Test
  void aModelThatIsNoLongerListedIsForgottenOnceNothingIsInFlight() {
    // Given
    attempts.polled("local", new Finding.Up(List.of(new ModelName("pulled"))));
    attempts.starts("local", "pulled");
    attempts.polled("local", new Finding.Up(List.of(M)));
    board.refresh(attempts.now());
    assertThat(models("local")).extracting(ModelView::model).contains(new ModelName("pulled"));

    // When
    attempts.succeeds("local", "pulled");
    board.refresh(attempts.now());

    // Then
    assertThat(models("local")).extracting(ModelView::model).containsExactly(M, new ModelName("n"));
  }

  @Test
  void namesBehindAnAliasAreKeptScoreOf() {
    // When
    attempts.fails("local", "behind", FailureKind.RATE);

    // Then
    assertThat(board.cooling(LOCAL, new ModelName("behind"), Board.Turn.LOOK, attempts.now()))
        .isNotNull();
  }

  @Test
  void theDescriptionTellsTheStateOfEveryModel() {
    // Given
    attempts.fails("local", "m", FailureKind.RATE);
    attempts.starts("local", "n");
    attempts.at(60);

    // When
    ModelView resting = models("local").getFirst();
    attempts.starts("local", "m");
    ModelView probing = models("local").getFirst();
    attempts.succeeds("local", "m");
    ModelView recovering = models("local").getFirst();

    // Then
    assertThat(resting.state())
        .isEqualTo(
            new State.Resting(
                Attempts.START,
                Attempts.START.plusSeconds(60),
                FailureKind.RATE,
                "its rate limit was reached",
                null));
    assertThat(resting.figures().success()).isZero();
    assertThat(probing.state()).isInstanceOf(State.Probing.class);
    assertThat(probing.inFlight()).isEqualTo(1);
    assertThat(recovering.state()).isInstanceOf(State.Recovering.class);
    assertThat(models("local").getLast().state()).isEqualTo(new State.Active());
  }

  private List<ModelView> models(String provider) {
    return board.describe().providers().stream()
        .filter(view -> view.provider().value().equals(provider))
        .findFirst()
        .orElseThrow()
        .models();
  }
}
