package lab.dialect.openai;

import lab.dialect.RequestReading.Malformed;
import org.jspecify.annotations.Nullable;

/** What a client is told about a request: the thing, its value and the rule. */
final class Complaints {
  private Complaints() {}

  static Malformed type(String thing, @Nullable String param, String value, String rule) {
    return new Malformed(sentence(thing, value, rule), param, "invalid_type");
  }

  static Malformed value(String thing, @Nullable String param, String value, String rule) {
    return new Malformed(sentence(thing, value, rule), param, "invalid_value");
  }

  static Malformed missing(String thing, String rule) {
    return new Malformed(sentence(thing, "missing", rule), thing, "missing_required_parameter");
  }

  static Malformed twice(String thing) {
    return new Malformed(
        thing + " is given twice; a key must be there once", thing, "duplicate_key");
  }

  private static String sentence(String thing, String value, String rule) {
    return thing + " is " + value + "; it must be " + rule;
  }
}
