package lab.router.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
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

  private static Finding down() {
    return new Finding.Down(FailureKind.SERVER, "refused");
  }

  private static ProbeReport report(Finding finding) {
    return new ProbeReport(OLLAMA, finding, Instant.EPOCH, Duration.ZERO);
  }
}
