package lab.dialect.openai;

import lab.dialect.RequestReading.Malformed;
import lab.dialect.json.JsonKind;
import lab.dialect.json.JsonText;
import org.jspecify.annotations.Nullable;

/** What a client is told about a request: the thing, its value and the rule. */
final class Complaints {
  /** Longer values are told by their length. */
  private static final int MOST_SHOWN = 60;

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

  /** A value in a sentence: itself where it is short enough, else its kind. */
  static String shown(JsonKind kind, byte[] body, int from, int to) {
    int length = to - from;
    return switch (kind) {
      case STRING ->
          length > MOST_SHOWN
              ? kind.words() + " of " + (length - 2) + " bytes"
              : JsonText.raw(body, from, to);
      case NUMBER ->
          length > MOST_SHOWN
              ? kind.words() + " of " + length + " digits"
              : JsonText.raw(body, from, to);
      case OBJECT, ARRAY, TRUE, FALSE, NULL -> kind.words();
    };
  }

  private static String sentence(String thing, String value, String rule) {
    return thing + " is " + value + "; it must be " + rule;
  }
}
