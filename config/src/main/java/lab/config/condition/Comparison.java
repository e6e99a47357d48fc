package lab.config.condition;

import org.jspecify.annotations.Nullable;

/** How two values are compared. */
enum Comparison {
  EQUAL("=="),
  NOT_EQUAL("!="),
  LESS("<"),
  AT_MOST("<="),
  MORE(">"),
  AT_LEAST(">=");

  private final String sign;

  Comparison(String sign) {
    this.sign = sign;
  }

  /** As a condition writes it. */
  String sign() {
    return sign;
  }

  /** The comparison of that sign, or null. */
  static @Nullable Comparison of(String sign) {
    for (Comparison each : values()) {
      if (each.sign.equals(sign)) {
        return each;
      }
    }
    return null;
  }

  /** Whether it tells more than whether two values are the same. */
  boolean orders() {
    return this != EQUAL && this != NOT_EQUAL;
  }

  /** What says the same with its sides exchanged. */
  Comparison mirrored() {
    return switch (this) {
      case EQUAL, NOT_EQUAL -> this;
      case LESS -> MORE;
      case AT_MOST -> AT_LEAST;
      case MORE -> LESS;
      case AT_LEAST -> AT_MOST;
    };
  }

  /** Whether it is true of two numbers. Of NaN, the unknown, only {@code !=} is. */
  boolean holds(double left, double right) {
    return switch (this) {
      case EQUAL -> left == right;
      case NOT_EQUAL -> left != right;
      case LESS -> left < right;
      case AT_MOST -> left <= right;
      case MORE -> left > right;
      case AT_LEAST -> left >= right;
    };
  }
}
