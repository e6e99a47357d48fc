package lab.dialect.openai;

import lab.dialect.json.JsonCursor;
import lab.dialect.json.JsonKind;
import lab.dialect.json.MalformedJson;

/**
 * Whether a value says something, as client libraries ask it: null, false, 0 and what is empty do
 * not. Servers send {@code "error": null} and {@code "content": ""} all the time.
 */
final class Truth {
  private Truth() {}

  /** Passes the next value and tells. */
  static boolean passed(JsonCursor cursor, byte[] json) throws MalformedJson {
    JsonKind kind = cursor.skip();
    return switch (kind) {
      case NULL, FALSE -> false;
      case TRUE -> true;
      case STRING -> cursor.position() - cursor.start() > 2;
      case NUMBER -> cursor.position() - cursor.start() > 1 || json[cursor.start()] != '0';
      case OBJECT, ARRAY -> hasMore(json, cursor.start() + 1, cursor.position() - 1);
    };
  }

  private static boolean hasMore(byte[] json, int from, int to) {
    for (int i = from; i < to; i++) {
      if (json[i] > ' ') {
        return true;
      }
    }
    return false;
  }
}
