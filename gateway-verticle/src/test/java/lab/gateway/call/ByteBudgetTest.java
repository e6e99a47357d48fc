package lab.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import lab.config.Settings;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {
  private final ByteBudget budget = new ByteBudget(100);

  @Test
  void whatDoesNotFitIsNotTaken() {
    // Given
    ByteBudget.Share first = budget.share();
    ByteBudget.Share second = budget.share();
    assertThat(first.take(60)).isTrue();

    // When, then
    assertThat(second.take(41)).isFalse();
    assertThat(budget.held()).isEqualTo(60);
    assertThat(second.take(40)).isTrue();
    assertThat(second.take(0)).isTrue();
    assertThat(second.take(1)).isFalse();
    assertThat(second.take(Long.MAX_VALUE)).isFalse();
    assertThat(budget.held()).isEqualTo(100);
  }

  @Test
  void aShareGoesBackWhenItsLastHolderLetsGo() {
    // Given
    ByteBudget.Share share = budget.share();
    assertThat(share.take(30)).isTrue();
    share.hold();

    // When, then
    share.letGo();
    assertThat(budget.held()).isEqualTo(30);
    share.letGo();
    assertThat(budget.held()).isZero();
  }

  @Test
  void lettingGoOnceMoreGivesNothingBackTwice() {
    // Given
    ByteBudget.Share other = budget.share();
    ByteBudget.Share share = budget.share();
    assertThat(other.take(10)).isTrue();
    assertThat(share.take(10)).isTrue();

    // When
    share.letGo();
    share.letGo();

    // Then
    assertThat(budget.held()).isEqualTo(10);
  }

  @Test
  void aShareThatWentBackTakesNothingMore() {
    // Given
    ByteBudget.Share share = budget.share();

    // When
    share.letGo();

    // Then
    assertThat(share.take(1)).isFalse();
    assertThat(budget.held()).isZero();
  }

  @Test
  void aBudgetOfNothingIsAMistake() {
    assertThatThrownBy(() -> new ByteBudget(0)).hasMessage("a budget of 0 bytes is none");
  }

  @Test
  void aQuarterOfTheHeapIsTheBudgetWhereNoFileSaysOtherwise() {
    assertThat(ByteBudget.of(Settings.DEFAULT).most())
        .isEqualTo(Runtime.getRuntime().maxMemory() / 4);
  }

  @Property
  void theSharesTogetherAreWhatIsHeld(@ForAll List<@IntRange(max = 60) Integer> wishes) {
    // Given
    ByteBudget all = new ByteBudget(100);
    List<ByteBudget.Share> shares = new ArrayList<>();
    long expected = 0;
    for (int wish : wishes) {
      // When
      ByteBudget.Share share = all.share();
      boolean fits = expected + wish <= 100;
      assertThat(share.take(wish)).isEqualTo(fits);
      shares.add(share);
      expected += fits ? wish : 0;

      // Then
      assertThat(all.held()).isEqualTo(expected);
    }
    shares.forEach(ByteBudget.Share::letGo);
    assertThat(all.held()).isZero();
  }

  @Test
  void severalLoopsNeverTakeMoreThanThereIs() throws Exception {
    // Given
    try (ExecutorService loops = Executors.newFixedThreadPool(4)) {
      Callable<Integer> oneLoop =
          () -> {
            int over = 0;
            for (int round = 0; round < 20_000; round++) {
              ByteBudget.Share share = budget.share();
              boolean unused = share.take(40);
              over += budget.held() > budget.most() ? 1 : 0;
              share.letGo();
            }
            return over;
          };

      // When
      for (Future<Integer> over : loops.invokeAll(List.of(oneLoop, oneLoop, oneLoop, oneLoop))) {
        // Then
        assertThat(over.get()).isZero();
      }
    }
    assertThat(budget.held()).isZero();
  }
}
