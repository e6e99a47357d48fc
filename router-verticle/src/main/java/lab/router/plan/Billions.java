package lab.router.plan;

import java.math.BigDecimal;
import lab.config.DefaultRules.SizeRule;

/** Writes sizes as the configuration does: {@code 7B}, {@code 0.5B}. */
final class Billions {
  private Billions() {}

  /** The range of a rule: {@code < 8B}, {@code 8B - 13B}, {@code > 13B}. */
  static String range(SizeRule rule) {
    if (Double.isInfinite(rule.upTo())) {
      return (rule.fromInclusive() ? ">= " : "> ") + written(rule.above()) + "B";
    }
    if (rule.above() <= 0) {
      return (rule.toInclusive() ? "<= " : "< ") + written(rule.upTo()) + "B";
    }
    return written(rule.above()) + "B - " + written(rule.upTo()) + "B";
  }

  /** A number without needless digits. */
  static String written(double size) {
    return BigDecimal.valueOf(size).stripTrailingZeros().toPlainString();
  }
}
