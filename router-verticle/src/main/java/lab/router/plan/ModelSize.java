package lab.router.plan;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Reads the size out of a model's name: {@code llama3.1:8b}, {@code mixtral-8x7b}, {@code k2:1t}.
 */
final class ModelSize {
  // A number (8x7 multiplies) and its unit, between two token boundaries.
  private static final Pattern SIZE =
      Pattern.compile("(?:^|[^a-z0-9.])(?:([0-9]+)x)?([0-9]+(?:\\.[0-9]+)?)([bmt])(?:$|[^a-z0-9])");

  private static final String UNITS = "bmtBMT";

  private ModelSize() {}

  /** Billions of parameters as the last size in the name says; empty where it says none. */
  static OptionalDouble inName(String name) {
    if (!hasUnit(name)) {
      return OptionalDouble.empty();
    }
    Matcher matcher = SIZE.matcher(name.toLowerCase(Locale.ROOT));
    OptionalDouble last = OptionalDouble.empty();
    // From the unit on, not from the end of the match: one boundary may end a size and begin one.
    for (int from = 0; matcher.find(from); from = matcher.end(3)) {
      last = OptionalDouble.of(size(matcher));
    }
    return last;
  }

  /** Most names have no unit behind a digit, and looking for one is far cheaper than matching. */
  private static boolean hasUnit(String name) {
    for (int i = 1; i < name.length(); i++) {
      char before = name.charAt(i - 1);
      if (before >= '0' && before <= '9' && UNITS.indexOf(name.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static double size(Matcher matcher) {
    double number = Double.parseDouble(matcher.group(2));
    String experts = matcher.group(1);
    double all = experts == null ? number : number * Double.parseDouble(experts);
    return switch (matcher.group(3)) {
      case "m" -> all / 1_000;
      case "t" -> all * 1_000;
      default -> all;
    };
  }
}
