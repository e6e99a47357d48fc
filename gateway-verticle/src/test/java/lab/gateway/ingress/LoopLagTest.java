package lab.gateway.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoopLagTest {
  private static final Duration MOST = Duration.ofSeconds(2);

  private final LoopLag lag = new LoopLag();
  private long now = 1_000;

  private void lookedAfter(long millis) {
    now += millis * 1_000_000;
    lag.looked(now);
  }

  @Test
  void aLoopThatIsOnTimeIsNotBehind() {
    // When
    for (int i = 0; i < 10; i++) {
      lookedAfter(100);
    }

    // Then
    assertThat(lag.isBehind(Duration.ZERO)).isFalse();
  }

  @Test
  void onePauseIsNotTooMuchWork() {
    // When
    lookedAfter(100);
    lookedAfter(5_000);

    // Then
    assertThat(lag.isBehind(MOST)).isFalse();
  }

  @Test
  void aLoopThatIsLateTwiceIsBehindUntilItIsOnTime() {
    // Given
    lookedAfter(100);
    lookedAfter(2_200);
    lookedAfter(2_200);

    // When
    boolean before = lag.isBehind(MOST);
    lookedAfter(100);
    boolean after = lag.isBehind(MOST);

    // Then
    assertThat(before).isTrue();
    assertThat(after).isFalse();
  }
}
