package lab.router.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.ProbeReport;
import lab.contract.ProbeReport.Finding;
import lab.contract.ProviderName;
import lab.router.live.LiveLists.Live;
import org.junit.jupiter.api.Test;

class LiveListsTest {
  private static final ProviderName OLLAMA = new ProviderName("ollama");
  private static final Finding.Up UP = new Finding.Up(List.of(new ModelName("m")));

  @Test
  void whatWasNeverPolledIsUnknown() {
    assertThat(LiveLists.UNKNOWN.of(OLLAMA)).isEqualTo(Live.Unknown.UNKNOWN);
  }

  @Test
  void aReportReplacesWhatWasKnownOfItsProviderAlone() {
    // Given
    LiveLists before = LiveLists.UNKNOWN.with(OLLAMA, UP);

    // When
    LiveLists after = before.with(new ProviderName("vllm"), down());

    // Then
    assertThat(after.of(OLLAMA)).isEqualTo(new Live.Up(Set.of(new ModelName("m"))));
    assertThat(after.of(new ProviderName("vllm"))).isEqualTo(new Live.Down("refused"));
  }

  @Test
  void aReportThatSaysNothingNewLeavesTheSnapshotAsItIs() {
    // Given
    LiveBoard board = new LiveBoard();
    board.note(report(UP));
    LiveLists before = board.lists();

    // When
    board.note(report(new Finding.Up(List.of(new ModelName("m")))));

    // Then
    assertThat(board.lists()).isSameAs(before);
  }

  @Test
  void aReportOfAnotherStateMakesANewSnapshotAndLeavesTheOldOneAlone() {
    // Given
    LiveBoard board = new LiveBoard();
    board.note(report(UP));
    LiveLists before = board.lists();

    // When
    board.note(report(down()));

    // Then
    assertThat(board.lists().of(OLLAMA)).isEqualTo(new Live.Down("refused"));
    assertThat(before.of(OLLAMA)).isInstanceOf(Live.Up.class);
  }

  @Test
  void theSameFamilyUnderAnotherTagIsFoundWithoutASearch() {
    // Given
    LiveLists lists =
        LiveLists.UNKNOWN
            .with(OLLAMA, up("gemma:2b", "gemma:latest", "phi:14b", "phi:3b", "plain"))
            .with(new ProviderName("down"), down());

    // Then
    assertThat(lists.cousin(OLLAMA, new ModelName("gemma:9b")))
        .isEqualTo(new ModelName("gemma:latest"));
    assertThat(lists.cousin(OLLAMA, new ModelName("phi"))).isEqualTo(new ModelName("phi:14b"));
    assertThat(lists.cousin(OLLAMA, new ModelName("plain:7b"))).isEqualTo(new ModelName("plain"));
    assertThat(lists.cousin(OLLAMA, new ModelName("gemm:2b"))).isNull();
    assertThat(lists.cousin(new ProviderName("down"), new ModelName("gemma:2b"))).isNull();
  }

  @Test
  void aFamilyThatIsGoneIsFoundNoMore() {
    // Given
    LiveLists before = LiveLists.UNKNOWN.with(OLLAMA, up("gemma:2b"));

    // When
    LiveLists after = before.with(OLLAMA, up("phi:3b"));
    LiveLists none = before.with(OLLAMA, down());

    // Then
    ModelName asked = new ModelName("gemma:9b");
    assertThat(before.cousin(OLLAMA, asked)).isEqualTo(new ModelName("gemma:2b"));
    assertThat(after.cousin(OLLAMA, asked)).isNull();
    assertThat(none.cousin(OLLAMA, asked)).isNull();
  }

  private static Finding.Up up(String... names) {
    return new Finding.Up(Stream.of(names).map(ModelName::new).toList());
  }

  private static Finding down() {
    return new Finding.Down(FailureKind.SERVER, "refused");
  }

  private static ProbeReport report(Finding finding) {
    return new ProbeReport(OLLAMA, finding, Instant.EPOCH, null, Instant.EPOCH);
  }
}
