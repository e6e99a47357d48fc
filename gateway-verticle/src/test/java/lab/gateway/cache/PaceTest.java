package lab.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final AtomicLong nanos = new AtomicLong(5);

  private void after(Pace.Watch watch, int millis) {
    nanos.addAndGet(millis * 1_000_000L);
    watch.came();
  }

  @Property
  void eachPieceIsWaitedForAsLongAsItOnceTookUpToTheLongest(
      @ForAll @Size(min = 1, max = 300) List<@IntRange(max = 5_000) Integer> pauses) {
    // Given
    Pace.Watch watch = new Pace.Watch(nanos::get);

    // When
    pauses.forEach(pause -> after(watch, pause));

    // Then
    Pace pace = watch.pace();
    assertThat(pace.length()).isEqualTo(pauses.size());
    for (int piece = 1; piece < pauses.size(); piece++) {
      assertThat(pace.before(piece)).isEqualTo(Math.min(2_000, pauses.get(piece)));
    }
  }

  @Test
  void theFirstPieceIsNotWaitedForAndNoneOfAnUnknownPace() {
    // Given
    Pace.Watch watch = new Pace.Watch(nanos::get);

    // When
    after(watch, 900);

    // Then
    assertThat(watch.pace().before(0)).isZero();
    assertThat(watch.pace().before(7)).isZero();
    assertThat(Pace.UNKNOWN.before(0)).isZero();
  }

  @Test
  void whatWasKeptIsWithinTheBoundsWhateverItSays() {
    assertThat(Pace.of(-5, 70_000).before(0)).isZero();
    assertThat(Pace.of(-5, 70_000).before(1)).isEqualTo(Pace.LONGEST_MILLIS);
  }
}
