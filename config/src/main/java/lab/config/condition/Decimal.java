package lab.config.condition;

import org.jspecify.annotations.Nullable;

/** Reads plain decimal numbers out of what clients send, without garbage and without throwing. */
final class Decimal {
  /** So many digits are exact in a double, and no honest number of a header is longer. */
  private static final int MOST_DIGITS = 15;

  private static final double[] TENS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private Decimal() {}

  /** The number: a sign, up to 15 digits, one point, blanks around it; NaN where it is none. */
  static double read(@Nullable String text) {
    if (text == null) {
      return Double.NaN;
    }
    int from = 0;
    int to = text.length();
    while (from < to && text.charAt(from) == ' ') {
      from++;
    }
    while (to > from && text.charAt(to - 1) == ' ') {
      to--;
    }
    boolean negative = from < to && text.charAt(from) == '-';
    boolean signed = negative || (from < to && text.charAt(from) == '+');
    double size = digits(text, signed ? from + 1 : from, to);
    return negative ? -size : size;
  }

  private static double digits(String text, int from, int to) {
    long all = 0;
    int digits = 0;
    int point = -1;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '.' && point < 0) {
        point = i;
      } else if (c >= '0' && c <= '9' && digits < MOST_DIGITS) {
        all = all * 10 + (c - '0');
        digits++;
      } else {
        return Double.NaN;
      }
    }
    return digits == 0 ? Double.NaN : all / TENS[point < 0 ? 0 : to - 1 - point];
  }
}
