package lab.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** How much may be taken in a minute, whenever and in whatever portions it is asked for. */
class AccountTest {
  private static final long MINUTE = 60_000_000;

  /** What was taken, and when. */
  private record Take(long at, long tokens) {}

  @Property
  void inNoTimeMoreIsTakenThanComesBackInItAndAMinutesWorth(
      @ForAll @IntRange(min = 1, max = 10_000) int perMinute,
      @ForAll @Size(max = 60) List<@LongRange(min = 0, max = 2 * MINUTE) Long> gaps,
      @ForAll @IntRange(min = 1, max = 500) int portion) {
    Account account = new Account(0);
    long now = 0;
    List<Take> takes = new ArrayList<>();
    for (long gap : gaps) {
      // Portions of different sizes, the largest of them more than a minute's worth.
      now += gap / (1 + takes.size() % 7);
      long wish = 1 + (portion * (takes.size() + 1L)) % (2L * perMinute);
      takes.add(new Take(now, account.take(1, wish, perMinute, now)));
    }

    for (int from = 0; from < takes.size(); from++) {
      long taken = 0;
      for (int to = from; to < takes.size(); to++) {
        taken += takes.get(to).tokens();
        long back = (takes.get(to).at() - takes.get(from).at()) * perMinute;
        assertThat(taken * MINUTE).isLessThanOrEqualTo(perMinute * MINUTE + back);
      }
    }
  }

  @Property
  void whoTakesEachTokenAsSoonAsItIsThereGetsExactlyTheRate(
      @ForAll @IntRange(min = 1, max = Integer.MAX_VALUE) int perMinute) {
    Account account = new Account(0);
    long now = 0;
    long taken = account.take(perMinute, perMinute, perMinute, now);
    for (int i = 0; i < 500; i++) {
      now += account.wait(1, perMinute, now);
      taken += account.take(1, Long.MAX_VALUE, perMinute, now);
    }

    // Of what has come back since the beginning nothing is lost, to the last token.
    assertThat(taken - perMinute).isEqualTo(now * perMinute / MINUTE);
  }

  @Property
  void theWaitIsNeitherTooLongNorTooShort(
      @ForAll @IntRange(min = 1, max = 1_000_000) int perMinute,
      @ForAll @LongRange(min = 1, max = 1_000_000) long taken,
      @ForAll @LongRange(min = 1, max = 1_000_000) long wanted) {
    Account account = new Account(0);
    long unused = account.take(1, taken, perMinute, 0);
    long least = Math.min(wanted, perMinute);

    long wait = account.wait(least, perMinute, 0);

    if (wait > 0) {
      assertThat(account.take(least, least, perMinute, wait - 1)).isZero();
    }
    assertThat(account.take(least, least, perMinute, wait)).isEqualTo(least);
  }

  @Property
  void timePassingNeverLeavesLessAndNeverMoreThanAMinutesWorth(
      @ForAll @IntRange(min = 1, max = 100_000) int perMinute,
      @ForAll @Size(max = 40) List<@LongRange(min = -MINUTE, max = MINUTE) Long> steps) {
    Account account = new Account(0);
    account.charge(perMinute * 2L, perMinute, 0);
    long now = 0;
    long before = 0;
    for (long step : steps) {
      now += step; // Also backwards, which must give nothing.
      long left = account.left(perMinute, now);
      assertThat(left).isBetween(before, (long) perMinute);
      before = left;
    }
  }

  @Property
  void whatIsGivenBackIsThereAgain(
      @ForAll @IntRange(min = 1, max = 100_000) int perMinute,
      @ForAll @LongRange(min = 1, max = 100_000) long wish) {
    Account account = new Account(0);
    long taken = account.take(1, wish, perMinute, 0);

    account.giveBack(taken, perMinute, 0);

    assertThat(account.left(perMinute, 0)).isEqualTo(perMinute);
  }

  @Test
  void whatWasUsedBeyondTheLimitIsWaitedFor() {
    // Given: a minute's worth, and twice as much again
    Account account = new Account(0);
    assertThat(account.take(60, 60, 60, 0)).isEqualTo(60);
    account.charge(120, 60, 0);

    // Then: nothing for two minutes, and one a second afterwards
    assertThat(account.left(60, 0)).isZero();
    assertThat(account.wait(1, 60, 0)).isEqualTo(2 * MINUTE + MINUTE / 60);
    assertThat(account.left(60, 2 * MINUTE)).isZero();
    assertThat(account.left(60, 2 * MINUTE + MINUTE / 60)).isEqualTo(1);
  }

  @Test
  void hugeAmountsOverflowNothing() {
    Account account = new Account(0);
    account.charge(Long.MAX_VALUE, Integer.MAX_VALUE, 0);
    account.charge(Long.MAX_VALUE, Integer.MAX_VALUE, 0);

    assertThat(account.left(Integer.MAX_VALUE, 0)).isZero();
    account.giveBack(Long.MAX_VALUE, Integer.MAX_VALUE, 0);
    assertThat(account.left(Integer.MAX_VALUE, Long.MAX_VALUE / 2)).isEqualTo(Integer.MAX_VALUE);
  }
}
