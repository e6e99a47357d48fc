package lab.app.e2e.provider;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client got.
 *
 * @param headers names in lower case
 * @param body without its framing
 */
record Answer(int status, Map<String, String> headers, String body) {
  private static final String DATA = "data: ";

  @Nullable String header(String name) {
    return headers.get(name);
  }

  JsonObject json() {
    return new JsonObject(body);
  }

  /** The error of a body that is one. */
  JsonObject error() {
    return json().getJsonObject("error");
  }

  /** The events of a stream, comments included, without their blank lines. */
  List<String> events() {
    return List.of(body.split("\n\n", -1)).stream().filter(event -> !event.isEmpty()).toList();
  }

  /** The chunks of a stream: everything in it but comments, errors and the end mark. */
  List<JsonObject> chunks() {
    List<JsonObject> chunks = new ArrayList<>();
    for (String event : events()) {
      if (event.startsWith(DATA + "{")) {
        chunks.add(new JsonObject(event.substring(DATA.length())));
      }
    }
    return chunks;
  }

  /** What the model said, streamed or not. */
  String said() {
    if (!body.startsWith("{")) {
      StringBuilder said = new StringBuilder();
      chunks().forEach(chunk -> said.append(content(chunk, "delta")));
      return said.toString();
    }
    return content(json(), "message");
  }

  private static String content(JsonObject chunk, String where) {
    JsonArray choices = chunk.getJsonArray("choices");
    if (choices == null || choices.isEmpty()) {
      return "";
    }
    JsonObject message = choices.getJsonObject(0).getJsonObject(where);
    String content = message == null ? null : message.getString("content");
    return content == null ? "" : content;
  }

  /** The error that a stream ends with, in the form that every client understands. */
  JsonObject errorInside() {
    List<String> events = events();
    String beforeLast = events.get(events.size() - 2);
    if (!events.getLast().equals("data: [DONE]") || !beforeLast.startsWith("event: error\n")) {
      throw new AssertionError("no error event and end mark at the end of " + body);
    }
    String data = beforeLast.substring("event: error\n".length() + DATA.length());
    return new JsonObject(data).getJsonObject("error");
  }
}
