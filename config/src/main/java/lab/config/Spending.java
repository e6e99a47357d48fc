package lab.config;

import org.jspecify.annotations.Nullable;

/**
 * How much there may be of something in a day or a month of UTC.
 *
 * @param dollarsPerDay US dollars, 0 or more; null for any number
 * @param dollarsPerMonth likewise
 * @param requestsPerDay requests, at least 1; null for any number
 * @param tokensPerDay tokens of prompts and answers, at least 1; null for any number
 */
public record Spending(
    @Nullable Double dollarsPerDay,
    @Nullable Double dollarsPerMonth,
    @Nullable Integer requestsPerDay,
    @Nullable Integer tokensPerDay) {
  /** Nothing is limited. */
  public static final Spending ANY = new Spending(null, null, null, null);

  /** Of money alone. */
  public static Spending ofDollars(@Nullable Double perDay, @Nullable Double perMonth) {
    return new Spending(perDay, perMonth, null, null);
  }

  /** Whether any money is limited. */
  public boolean hasBudget() {
    return dollarsPerDay != null || dollarsPerMonth != null;
  }

  /** Whether anything is limited. */
  public boolean limits() {
    return hasBudget() || requestsPerDay != null || tokensPerDay != null;
  }
}
