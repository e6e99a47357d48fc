package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettlingTest {
  private static final Instant START = Instant.EPOCH;
  private static final Map<String, String> OLD = Map.of("a.yaml", "1");
  private static final Map<String, String> HALF = Map.of("a.yaml", "2");
  private static final Map<String, String> WHOLE = Map.of("a.yaml", "3");

  private final Settling settling = new Settling(OLD);

  @Test
  void whatHasNotChangedIsNotReadAgain() {
    assertThat(settling.isDue(OLD, START)).isFalse();
    assertThat(settling.isDue(OLD, START.plusSeconds(60))).isFalse();
  }

  @Test
  void whatHasChangedIsReadOnceItHasBeenCalm() {
    assertThat(settling.isDue(WHOLE, START)).isFalse();
    assertThat(settling.isDue(WHOLE, START.plusMillis(699))).isFalse();
    assertThat(settling.isDue(WHOLE, START.plusMillis(700))).isTrue();
    assertThat(settling.isDue(WHOLE, START.plusMillis(1_400))).isFalse();
  }

  @Test
  void aFileThatIsBeingWrittenIsNotReadHalf() {
    assertThat(settling.isDue(HALF, START)).isFalse();
    assertThat(settling.isDue(WHOLE, START.plusMillis(690))).isFalse();
    assertThat(settling.isDue(WHOLE, START.plusMillis(1_380))).isFalse();
    assertThat(settling.isDue(WHOLE, START.plusMillis(1_390))).isTrue();
  }

  @Test
  void aChangeThatIsTakenBackIsNone() {
    assertThat(settling.isDue(WHOLE, START)).isFalse();
    assertThat(settling.isDue(OLD, START.plusMillis(300))).isFalse();
    assertThat(settling.isDue(WHOLE, START.plusMillis(800))).isFalse();
  }
}
