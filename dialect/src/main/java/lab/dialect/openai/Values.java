package lab.dialect.openai;

import java.util.function.Supplier;
import lab.dialect.RequestReading.Malformed;
import lab.dialect.json.JsonCursor;
import lab.dialect.json.JsonKind;
import lab.dialect.json.JsonText;
import lab.dialect.json.MalformedJson;
import org.jspecify.annotations.Nullable;

/** Simple values of one request body, and the first that is wrong. */
final class Values {
  /** A name goes into headers, logs and look-ups. */
  private static final int LONGEST_NAME = 1024;

  private final byte[] body;
  private final JsonCursor cursor;
  private @Nullable Malformed complaint;

  /**
   * @param cursor over the body; moved by {@link #flag}
   */
  Values(byte[] body, JsonCursor cursor) {
    this.body = body;
    this.cursor = cursor;
  }

  /** Passes the next value, which is true, false or null. */
  boolean flag(String name) throws MalformedJson {
    JsonKind kind = cursor.skip();
    switch (kind) {
      case TRUE -> {
        return true;
      }
      case FALSE, NULL -> {}
      case OBJECT, ARRAY, STRING, NUMBER ->
          complain(() -> Complaints.type(name, name, shown(kind), "true, false or null"));
    }
    return false;
  }

  /** The string just passed, as a model's name; empty where it is none. */
  String name(String thing, String param) {
    if (cursor.position() - cursor.start() > LONGEST_NAME) {
      String rule = "at most " + LONGEST_NAME + " bytes long";
      complain(() -> Complaints.value(thing, param, shown(JsonKind.STRING), rule));
      return "";
    }
    return JsonText.decoded(body, cursor.start(), cursor.position());
  }

  /** The value just passed, in a sentence. */
  String shown(JsonKind kind) {
    return Complaints.shown(kind, body, cursor.start(), cursor.position());
  }

  /** Only the first is worded: a hostile body may give cause for millions. */
  void complain(Supplier<Malformed> malformed) {
    if (complaint == null) {
      complaint = malformed.get();
    }
  }

  /** What the client is told; null where nothing is wrong. */
  @Nullable Malformed complaint() {
    return complaint;
  }
}
