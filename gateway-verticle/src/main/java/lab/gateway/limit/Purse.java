package lab.gateway.limit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import lab.config.Spending;
import org.jspecify.annotations.Nullable;

/**
 * How much a key, model or provider may use in a day or a month of UTC. Knows no clock.
 *
 * @param scope of what
 * @param name of whom, as it is shown; of a key its alias
 * @param id tells it from all others in the cluster, whatever it may use
 * @param most how much
 */
record Purse(Limit.Scope scope, String name, String id, Spending most) {

  /** Of this thing. */
  static Purse of(Limit.Scope scope, String name, String identity, Spending most) {
    return new Purse(scope, name, scope.label() + '/' + identity, most);
  }

  /** How much money it may spend, in the shorter of the spans that have a limit; null for any. */
  @Nullable Double budget() {
    return most.dollarsPerDay() != null ? most.dollarsPerDay() : most.dollarsPerMonth();
  }

  /** The account of the money that it has spent. */
  String dollars() {
    return id;
  }

  /** The account of the requests that it has used. */
  String requests() {
    return Limit.Unit.REQUESTS.label() + '/' + id;
  }

  /** The account of its tokens. */
  String tokens() {
    return Limit.Unit.TOKENS.label() + '/' + id;
  }

  /** What may still be used of one of its numbers; null where it has none. */
  @Nullable Left left(Bound bound, SpendBook book, LocalDate today) {
    String day = SpendBook.day(today);
    return switch (bound) {
      case BUDGET_PER_DAY -> left(most.dollarsPerDay(), book.spent(dollars(), day));
      case BUDGET_PER_MONTH ->
          left(most.dollarsPerMonth(), book.spent(dollars(), SpendBook.month(today)));
      case REQUESTS_PER_DAY -> left(most.requestsPerDay(), book.spent(requests(), day));
      case TOKENS_PER_DAY -> left(most.tokensPerDay(), book.spent(tokens(), day));
      case RPM, TPM, PARALLEL -> null;
    };
  }

  private static @Nullable Left left(@Nullable Number limit, double used) {
    return limit == null ? null : new Left(limit.doubleValue() - used, false);
  }

  /** The first of it that is used up, or null. */
  @Nullable Overspent over(SpendBook book, LocalDate today) {
    String day = SpendBook.day(today);
    LocalDate tomorrow = today.plusDays(1);
    Overspent over =
        over(book, Bound.BUDGET_PER_DAY, dollars(), most.dollarsPerDay(), day, tomorrow);
    if (over == null) {
      over = over(book, Bound.REQUESTS_PER_DAY, requests(), most.requestsPerDay(), day, tomorrow);
    }
    if (over == null) {
      over = over(book, Bound.TOKENS_PER_DAY, tokens(), most.tokensPerDay(), day, tomorrow);
    }
    if (over == null) {
      String month = SpendBook.month(today);
      LocalDate next = today.withDayOfMonth(1).plusMonths(1);
      over = over(book, Bound.BUDGET_PER_MONTH, dollars(), most.dollarsPerMonth(), month, next);
    }
    return over;
  }

  private @Nullable Overspent over(
      SpendBook book,
      Bound bound,
      String account,
      @Nullable Number limit,
      String span,
      LocalDate next) {
    if (limit == null) {
      return null;
    }
    double used = book.spent(account, span);
    Instant again = next.atStartOfDay(ZoneOffset.UTC).toInstant();
    return used < limit.doubleValue()
        ? null
        : new Overspent(this, bound, used, limit.doubleValue(), span, again);
  }
}
