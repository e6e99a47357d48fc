package lab.app.e2e.provider;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Chat requests with fields nobody has heard of, in any order, with any spacing, and every spelling
 * that JSON has for a text and a number.
 */
final class StrangeRequests {
  /** Stands where the model's name is to be put, quotes included. */
  static final String MODEL = "<model>";

  private static final List<String> SPACES = List.of("", " ", "\n", "\t", " \r\n ");
  private static final List<String> TEXTS =
      List.of(
          "",
          "plain",
          "\\u0041\\n",
          "\\\"quoted\\\"",
          "a\\/b/c",
          "Grüße 世界 🌍",
          "\\ud83c\\udf0d",
          "model\\\": \\\"no",
          "}{][",
          "\u007f\u2028",
          "data: [DONE]");
  private static final List<String> NUMBERS =
      List.of("0", "-0", "1.0", "1e400", "-2.50E-7", "123456789012345678901234567890", "0.10");
  private static final int DEEPEST = 4;

  private final RandomGenerator random;

  StrangeRequests(RandomGenerator random) {
    this.random = random;
  }

  String next() {
    List<String> members = new ArrayList<>();
    members.add(member("\"model\"", MODEL));
    members.add(member("\"messages\"", "[" + space() + message() + space() + "]"));
    for (int i = random.nextInt(6); i >= 0; i--) {
      members.add(member("\"x" + i + one(TEXTS) + "\"", value(DEEPEST)));
    }
    Collections.shuffle(members, new java.util.Random(random.nextLong()));
    return space() + "{" + String.join(",", members) + "}" + space();
  }

  private String message() {
    return "{" + member("\"role\"", "\"user\"") + "," + member("\"content\"", text()) + "}";
  }

  private String member(String key, String value) {
    return space() + key + space() + ":" + space() + value + space();
  }

  private String value(int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 7)) {
      case 0 -> "null";
      case 1 -> "true";
      case 2 -> "false";
      case 3 -> one(NUMBERS);
      case 4 -> text();
      case 5 -> "[" + space() + value(depth - 1) + space() + "," + value(depth - 1) + "]";
      default ->
          "{"
              + member("\"model\"", value(depth - 1))
              + ","
              + member(text(), value(depth - 1))
              + "}";
    };
  }

  private String text() {
    return "\"" + one(TEXTS) + one(TEXTS) + "\"";
  }

  private String space() {
    return one(SPACES);
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }
}
