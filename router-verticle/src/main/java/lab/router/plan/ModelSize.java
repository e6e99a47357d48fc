package lab.router.plan;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.OptionalDouble;

/**
 * Reads the size out of a model's name: {@code llama3.1:8b}, {@code mixtral-8x7b}, {@code k2:1t}.
 */
final class ModelSize {
  // A number (8x7 multiplies) and its unit, between two token boundaries.
  private static final Pattern SIZE =
      Pattern.compile("(?:^|[^a-z0-9.])(?:([0-9]+)x)?([0-9]+(?:\\.[0-9]+)?)([bmt])(?:$|[^a-z0-9])");

  private ModelSize() {}

  /** Billions of parameters as the last size in the name says; empty where it says none. */
  static OptionalDouble inName(String name) {
    Matcher matcher = SIZE.matcher(name.toLowerCase(java.util.Locale.ROOT));
    OptionalDouble last = OptionalDouble.empty();
    // From the unit on, not from the end of the match: one boundary may end a size and begin one.
    for (int from = 0; matcher.find(from); from = matcher.end(3)) {
      last = OptionalDouble.of(size(matcher));
    }
    return last;
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
