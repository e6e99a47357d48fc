package lab.gateway.limit;

import lab.config.RateLimit;
import org.jspecify.annotations.Nullable;

/** One of the numbers that a limit may have. */
enum Bound {
  RPM("rpm", "requests"),
  TPM("tpm", "tokens"),
  PARALLEL(SlotLimit.UNIT, "requests"),
  REQUESTS_PER_DAY("requests_per_day", "requests"),
  TOKENS_PER_DAY("tokens_per_day", "tokens"),
  BUDGET_PER_DAY("budget_per_day", "US dollars"),
  BUDGET_PER_MONTH("budget_per_month", "US dollars");

  private final String label;
  private final String unit;

  Bound(String label, String unit) {
    this.label = label;
    this.unit = unit;
  }

  /** As the configuration has it. */
  String label() {
    return label;
  }

  /** What is counted, for people. */
  String unit() {
    return unit;
  }

  /** This number of a limit; null where it has none. */
  @Nullable Number of(RateLimit limit) {
    return switch (this) {
      case RPM -> limit.rpm();
      case TPM -> limit.tpm();
      case PARALLEL -> limit.parallel();
      case REQUESTS_PER_DAY -> limit.spending().requestsPerDay();
      case TOKENS_PER_DAY -> limit.spending().tokensPerDay();
      case BUDGET_PER_DAY -> limit.spending().dollarsPerDay();
      case BUDGET_PER_MONTH -> limit.spending().dollarsPerMonth();
    };
  }
}
