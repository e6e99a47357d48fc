package lab.dialect.responses;

import lab.dialect.json.JsonCursor;
import lab.dialect.json.JsonKind;
import lab.dialect.json.JsonText;
import lab.dialect.json.Keys;
import lab.dialect.json.MalformedJson;
import org.jspecify.annotations.Nullable;

/** Finds what a body goes on from, before anything else of it is read. */
final class Previous {
  private static final Keys LOOKED_AT = Keys.of("previous_response_id");

  private Previous() {}

  /**
   * The {@code previous_response_id} of a body; null where it has none, or is wrong in a way that
   * whoever reads all of it tells.
   */
  static @Nullable String in(byte[] body) {
    JsonCursor cursor = new JsonCursor();
    cursor.over(body, 0, body.length);
    String id = null;
    try {
      cursor.enterObject();
      int key = cursor.nextKey(LOOKED_AT);
      for (; key != JsonCursor.END; key = cursor.nextKey(LOOKED_AT)) {
        JsonKind kind = cursor.skip();
        if (key != JsonCursor.OTHER) {
          id =
              kind == JsonKind.STRING
                  ? JsonText.decoded(body, cursor.start(), cursor.position())
                  : null;
        }
      }
      return id;
    } catch (MalformedJson wrong) {
      return null;
    }
  }
}
