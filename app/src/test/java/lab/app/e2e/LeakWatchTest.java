package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** All tests count on it to be told of each leak at once. */
class LeakWatchTest {
  private static final int BUFFERS = 50;

  @RepeatedTest(5)
  void aBufferThatIsNotReleasedIsToldOf(RepetitionInfo repetition) {
    int round = repetition.getCurrentRepetition();
    try (LeakWatch watch = new LeakWatch()) {
      // When: several, as the allocator holds the one that it gave last
      for (int i = 0; i < BUFFERS; i++) {
        ByteBuf unused = ByteBufAllocator.DEFAULT.directBuffer(64).touch("round " + round);
      }

      // Then
      assertThat(watch.leaks()).hasSize(1).first().asString().contains("round " + round);
    }
  }

  @Test
  void thoseThatAreHeldOrReleasedAreNot() {
    try (LeakWatch watch = new LeakWatch()) {
      // Given
      List<ByteBuf> held = new ArrayList<>();
      for (int i = 0; i < BUFFERS; i++) {
        held.add(ByteBufAllocator.DEFAULT.directBuffer(64));
      }

      // When
      List<String> whileHeld = watch.leaks();
      held.forEach(ByteBuf::release);
      held.clear();

      // Then
      assertThat(whileHeld).isEmpty();
      assertThat(watch.leaks()).isEmpty();
    }
  }
}
