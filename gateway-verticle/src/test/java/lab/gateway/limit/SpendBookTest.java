package lab.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import lab.contract.KeysTold.Sum;
import lab.contract.NodeId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What keys have spent, at several nodes. */
class SpendBookTest {
  private static final LocalDate DAY = LocalDate.of(2026, 1, 31);
  private static final NodeId HERE = new NodeId("here");

  @Property
  void whateverIsHeardHoweverOftenAndInWhateverOrderTheSumIsWhatWasSpent(
      @ForAll @IntRange(min = 1, max = 40) int times, @ForAll long seed) {
    // Given
    List<NodeId> nodes = List.of(HERE, new NodeId("b"), new NodeId("c"));
    List<SpendBook> books = List.of(new SpendBook(), new SpendBook(), new SpendBook());
    Random random = new Random(seed);
    List<Sum> words = new ArrayList<>();
    double all = 0;

    // When
    for (int i = 0; i < times; i++) {
      int at = random.nextInt(3);
      double dollars = random.nextInt(1, 100) / 64.0;
      all += dollars;
      List<Sum> told = books.get(at).add("key", nodes.get(at), dollars, DAY);
      words.addAll(told);
      words.addAll(random.nextBoolean() ? told : List.of());
    }
    Collections.shuffle(words, random);

    // Then
    for (SpendBook book : books) {
      words.forEach(
          word -> {
            boolean unused = book.hear(word);
          });
      assertThat(book.spent("key", "2026-01-31")).isCloseTo(all, Offset.offset(1e-9));
      assertThat(book.spent("key", "2026-01")).isCloseTo(all, Offset.offset(1e-9));
      assertThat(book.spent("other", "2026-01")).isZero();
    }
  }

  @Test
  void aNewDayBeginsAtNothingAndTheMonthGoesOn() {
    // Given
    SpendBook book = new SpendBook();
    List<Sum> unused = book.add("key", HERE, 2, DAY.minusDays(1));

    // When
    List<Sum> unusedToo = book.add("key", HERE, 1, DAY);

    // Then
    assertThat(book.spent("key", SpendBook.day(DAY))).isEqualTo(1);
    assertThat(book.spent("key", SpendBook.month(DAY))).isEqualTo(3);
    assertThat(book.spent("key", SpendBook.month(DAY.plusDays(1)))).isZero();
  }

  @Test
  void whatIsLongOverIsForgotten() {
    // Given
    SpendBook book = new SpendBook();
    List<Sum> unused = book.add("key", HERE, 1, DAY);

    // Then
    book.forgetBefore(DAY.plusDays(1));
    assertThat(book.spent("key", SpendBook.day(DAY))).isEqualTo(1);
    book.forgetBefore(DAY.plusDays(3));
    assertThat(book.all()).isEmpty();
    assertThat(book.spent("key", SpendBook.day(DAY))).isZero();
  }
}
