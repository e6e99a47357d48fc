package lab.gateway.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import lab.config.ServerLimits;
import lab.gateway.ingress.ClientPace.Verdict;
import org.junit.jupiter.api.Test;

class ClientPaceTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long HEADER = ServerLimits.DEFAULT.headerTimeout().toSeconds();
  private static final long IDLE = ServerLimits.DEFAULT.idleTimeout().toSeconds();
  private static final long SEND = ServerLimits.DEFAULT.sendTimeout().toSeconds();

  /** Any: nanoTime may be negative. */
  private static final long START = -5 * SECOND;

  private final ClientPace pace = new ClientPace(ServerLimits.DEFAULT, START);

  private Verdict after(long seconds, long unsent) {
    return pace.look(at(seconds), unsent, false);
  }

  private static long at(long seconds) {
    return START + seconds * SECOND;
  }

  @Test
  void aClientThatComesOutWithNoHeadIsClosed() {
    assertThat(after(HEADER, 0)).isEqualTo(Verdict.KEEP);
    assertThat(after(HEADER + 1, 0)).isEqualTo(Verdict.CLOSE);
  }

  @Test
  void anAnswerMayTakeItsTime() {
    // Given
    pace.began();

    // When, then: whoever gives it has limits of its own
    assertThat(after(10_000, 0)).isEqualTo(Verdict.KEEP);
    assertThat(after(20_000, 1_000)).isEqualTo(Verdict.KEEP);
  }

  @Test
  void betweenTwoRequestsAConnectionMayRest() {
    // Given
    pace.began();
    pace.answered(at(100));

    // When, then
    assertThat(after(100 + IDLE, 0)).isEqualTo(Verdict.KEEP);
    assertThat(after(101 + IDLE, 0)).isEqualTo(Verdict.CLOSE);
  }

  @Test
  void whoTakesNothingOfItsAnswerIsCut() {
    // Given
    pace.began();
    pace.answered(at(0));

    // When, then
    assertThat(after(1, 5_000)).isEqualTo(Verdict.KEEP);
    assertThat(after(1 + SEND, 5_000)).isEqualTo(Verdict.KEEP);
    assertThat(after(2 + SEND, 5_000)).isEqualTo(Verdict.CUT);
  }

  @Test
  void whoTakesNothingOfACompleteAnswerThatIsStillBeingSentIsCutToo() {
    // Given
    pace.began();

    // When, then
    assertThat(pace.look(at(1), 5_000, true)).isEqualTo(Verdict.KEEP);
    assertThat(pace.look(at(1 + SEND), 5_000, true)).isEqualTo(Verdict.KEEP);
    assertThat(pace.look(at(2 + SEND), 5_000, true)).isEqualTo(Verdict.CUT);
  }

  @Test
  void whoTakesALittleNowAndThenIsWaitedFor() {
    // Given
    pace.began();
    pace.answered(at(0));

    // When, then
    for (int i = 1; i <= 100; i++) {
      assertThat(after(i * (SEND - 1), 1_000_000 - i)).isEqualTo(Verdict.KEEP);
    }
    assertThat(after(101 * SEND, 999_900)).isEqualTo(Verdict.CUT);
  }

  @Test
  void theRestBeginsWhenTheAnswerHasBeenTaken() {
    // Given
    pace.began();
    pace.answered(at(0));
    assertThat(after(50, 5_000)).isEqualTo(Verdict.KEEP);

    // When
    assertThat(after(100, 0)).isEqualTo(Verdict.KEEP);

    // Then
    assertThat(after(100 + IDLE, 0)).isEqualTo(Verdict.KEEP);
    assertThat(after(101 + IDLE, 0)).isEqualTo(Verdict.CLOSE);
  }
}
