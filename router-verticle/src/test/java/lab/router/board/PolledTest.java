package lab.router.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lab.config.ProviderType;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.ProbeReport.Busy;
import lab.contract.ProbeReport.Finding;
import lab.contract.ProviderName;
import lab.router.plan.Rules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What servers say of their load, and for how long it counts. */
class PolledTest {
  private static final ProviderName ENGINE = new ProviderName("engine");
  private static final ModelName M = new ModelName("m");
  private static final Finding.Up BUSY = new Finding.Up(List.of(M)).withBusy(new Busy(3, 2, null));

  private final NodeBoard board =
      NodeBoard.of(new Rules().provider("engine", ProviderType.VLLM, "m").configuration());
  private final Attempts attempts = new Attempts(board);

  @Test
  void requestsOfOthersAreLoadToo() {
    // Given
    attempts.starts("engine", "m");

    // When
    attempts.polled("engine", BUSY);

    // Then
    assertThat(board.inFlight(ENGINE)).isEqualTo(1);
    assertThat(board.load(ENGINE)).isEqualTo(5);
  }

  @Test
  void whatIsKnownHereCountsWhereItIsMore() {
    // Given
    attempts.polled("engine", BUSY);

    // When
    for (int i = 0; i < 7; i++) {
      attempts.starts("engine", "m");
    }

    // Then
    assertThat(board.load(ENGINE)).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({"0, 5", "15, 5", "16, 0", "-15, 5", "-16, 0"})
  void aPollTellsTheLoadForFifteenSeconds(int seconds, int load) {
    // Given
    attempts.polled("engine", BUSY);

    // When
    attempts.at(seconds);
    board.refresh(attempts.now());

    // Then
    assertThat(board.load(ENGINE)).isEqualTo(load);
  }

  @Test
  void whoIsDownHasNoLoad() {
    // Given
    attempts.polled("engine", BUSY);

    // When
    attempts.polled("engine", new Finding.Down(FailureKind.SERVER, "no connection"));

    // Then
    assertThat(board.load(ENGINE)).isZero();
  }
}
