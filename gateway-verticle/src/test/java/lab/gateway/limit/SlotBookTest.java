package lab.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import lab.contract.NodeId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Who may use how many of a limit of parallel requests. */
class SlotBookTest {
  private static final List<NodeId> NODES =
      List.of(new NodeId("a"), new NodeId("b"), new NodeId("c"));
  private static final NodeId A = NODES.get(0);
  private static final NodeId B = NODES.get(1);
  private static final long LOOK = 100_000;

  private final SlotBook book = new SlotBook();

  @Property
  void noMoreAreUsedThanThereAreWhateverIsAskedFor(
      @ForAll @IntRange(min = 1, max = 20) int most, @ForAll long seed) {
    // Given
    SlotBook own = new SlotBook();
    Random random = new Random(seed);
    int[] using = new int[NODES.size()];
    for (int i = 0; i < 200; i++) {
      // When: some of one's have ended, and some more would begin
      int one = random.nextInt(NODES.size());
      int left = using[one] - random.nextInt(using[one] + 1);
      int wish = left + random.nextInt(6);
      using[one] = own.claim(NODES.get(one), most, left, wish, random.nextBoolean(), i * LOOK / 10);

      // Then
      assertThat(using[one]).isBetween(left, wish);
      assertThat(using[0] + using[1] + using[2]).isLessThanOrEqualTo(most);
    }
  }

  @Property
  void allAreUsedAndEachThatWaitsGetsItsTurn(@ForAll @IntRange(min = 1, max = 20) int most) {
    // Given: each would use all
    SlotBook own = new SlotBook();
    int[] using = new int[NODES.size()];
    int[] turns = new int[NODES.size()];
    for (int round = 0; round < 60; round++) {
      for (int one = 0; one < NODES.size(); one++) {
        // When: one of its requests ends
        int left = Math.max(0, using[one] - 1);
        using[one] = own.claim(NODES.get(one), most, left, left + most, true, round * LOOK);
        turns[one] += using[one] - left;
      }

      // Then: but for one that is kept for each other that waits
      assertThat(using[0] + using[1] + using[2]).isBetween(Math.max(0, most - 2), most);
    }
    assertThat(IntStream.of(turns).min().orElseThrow()).isGreaterThan(10);
  }

  @Test
  void aNodeThatSaysNothingForFiveSecondsHasNone() {
    // Given
    assertThat(book.claim(A, 3, 0, 3, false, 0)).isEqualTo(3);

    // Then
    assertThat(book.claim(B, 3, 0, 1, false, SlotBook.FORGOTTEN - 1)).isZero();
    assertThat(book.claim(B, 3, 0, 1, false, SlotBook.FORGOTTEN)).isEqualTo(1);
    assertThat(book.isEmpty(SlotBook.FORGOTTEN)).isFalse();
    assertThat(book.isEmpty(3 * SlotBook.FORGOTTEN)).isTrue();
  }

  @Test
  void whatRunsGoesOnWhereTheLimitHasBecomeSmaller() {
    // Given
    assertThat(book.claim(A, 5, 0, 5, false, 0)).isEqualTo(5);

    // Then
    assertThat(book.claim(A, 2, 5, 6, true, 1)).isEqualTo(5);
    assertThat(book.claim(B, 2, 0, 1, true, 2)).isZero();
    assertThat(book.claim(A, 2, 1, 1, true, 3)).isEqualTo(1);
    assertThat(book.claim(B, 2, 0, 1, true, 4)).isEqualTo(1);
  }

  @Test
  void whoCameFirstIsNextAlsoWhereTheOtherAsksSooner() {
    // Given
    assertThat(book.claim(A, 1, 0, 1, true, 0)).isEqualTo(1);
    assertThat(book.claim(B, 1, 0, 1, true, 1)).isZero();

    // When: the first one's request ends, and it has another
    int again = book.claim(A, 1, 0, 1, true, 2);

    // Then
    assertThat(again).isZero();
    assertThat(book.claim(B, 1, 0, 1, true, 3)).isEqualTo(1);
  }

  @Test
  void nothingIsKeptForOneThatHasGivenUp() {
    // Given
    assertThat(book.claim(A, 1, 0, 1, true, 0)).isEqualTo(1);
    assertThat(book.claim(B, 1, 0, 1, true, 1)).isZero();

    // Then: it asks no more
    assertThat(book.claim(A, 1, 0, 1, true, 1_000_000)).isEqualTo(1);
  }
}
