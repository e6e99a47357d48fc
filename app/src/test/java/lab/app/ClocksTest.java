package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lab.contract.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever runs the nodes is told once that the clock of one is off, and of nothing else. */
class ClocksTest {
  private static final NodeId OTHER = new NodeId("b");

  private final Clocks clocks = new Clocks();

  private List<Boolean> hears(NodeId node, Stream<Long> skewsMillis) {
    return skewsMillis.map(skew -> clocks.isNewlyOff(node, Duration.ofMillis(skew))).toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {90_000, 1_001, -1_100, -86_400_000})
  void aClockThatIsOffIsToldOfOnceAfterThreeHeartbeats(long skew) {
    // When
    List<Boolean> warned = hears(OTHER, Stream.of(skew, skew + 20, skew, skew, skew));

    // Then
    assertThat(warned).containsExactly(false, false, true, false, false);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1_000, -1_000, -13})
  void aClockThatIsOffByASecondAtMostIsFine(long skew) {
    // When
    List<Boolean> warned = hears(OTHER, Stream.generate(() -> skew).limit(10));

    // Then
    assertThat(warned).hasSize(10).containsOnly(false);
  }

  @Test
  void heartbeatsThatLayInAConnectionTellNothingOfAClock() {
    // Given: a node that stood still for 15 s hears all of them in one moment
    Stream<Long> late =
        IntStream.iterate(15, seconds -> seconds - 1).limit(15).mapToObj(s -> -1_000L * s);

    // When
    List<Boolean> warned = hears(OTHER, late);

    // Then
    assertThat(warned).hasSize(15).containsOnly(false);
  }

  @Test
  void aClockThatIsOffAgainIsToldOfAgain() {
    // Given
    List<Boolean> first = hears(OTHER, Stream.of(5_000L, 5_000L, 5_000L));

    // When: it is set right, and then wrong
    List<Boolean> second = hears(OTHER, Stream.of(0L, 5_000L, 5_000L, 5_000L));

    // Then
    assertThat(first).endsWith(true);
    assertThat(second).containsExactly(false, false, false, true);
  }

  @Test
  void aNodeThatComesBackIsToldOfAgain() {
    // Given
    List<Boolean> first = hears(OTHER, Stream.of(5_000L, 5_000L, 5_000L));

    // When
    clocks.forget(OTHER);
    List<Boolean> second = hears(OTHER, Stream.of(5_000L, 5_000L, 5_000L));

    // Then
    assertThat(first).isEqualTo(second).endsWith(true);
  }

  @Test
  void eachNodeIsToldOfForItself() {
    // Given
    List<Boolean> one = hears(OTHER, Stream.of(5_000L, 5_000L));

    // When
    List<Boolean> another = hears(new NodeId("c"), Stream.of(5_000L));
    List<Boolean> goesOn = hears(OTHER, Stream.of(5_000L));

    // Then
    assertThat(one).containsOnly(false);
    assertThat(another).containsOnly(false);
    assertThat(goesOn).containsExactly(true);
  }
}
