package lab.dialect.preview;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import lab.dialect.json.Json;
import org.jspecify.annotations.Nullable;

/** The beginning of what a request in OpenAI's form asks. */
public final class PromptStart {
  /** A longer body would hold its event loop for milliseconds: nothing of it is shown. */
  static final int LONGEST_BODY = 1024 * 1024;

  private PromptStart() {}

  /**
   * The beginning of the last message of the user, or of the first text where there are no
   * messages; null where there is no text, or the body is longer than 1 MiB or cannot be read.
   *
   * @param most characters, at least 1
   */
  public static @Nullable String of(byte[] body, int most) {
    if (body.length > LONGEST_BODY) {
      return null;
    }
    try (JsonParser json = Json.parser(body, 0, body.length)) {
      String text = json.nextToken() == JsonToken.START_OBJECT ? asked(json) : null;
      return text == null ? null : Cut.of(text, most);
    } catch (IOException unreadable) {
      return null;
    }
  }

  private static @Nullable String asked(JsonParser json) throws IOException {
    String found = null;
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      String text =
          switch (name) {
            case "messages" -> value == JsonToken.START_ARRAY ? lastOfUser(json) : null;
            case "prompt", "input", "query" -> first(json);
            default -> null;
          };
      found = text == null ? found : text;
      // Does nothing where the value has been read to its end.
      var unused = json.skipChildren();
    }
    return found;
  }

  private static @Nullable String lastOfUser(JsonParser json) throws IOException {
    String last = null;
    while (json.nextToken() == JsonToken.START_OBJECT) {
      String role = null;
      String content = null;
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        JsonToken value = json.nextToken();
        if (name.equals("role") && value == JsonToken.VALUE_STRING) {
          role = json.getText();
        } else if (name.equals("content")) {
          content = first(json);
        }
        var unused = json.skipChildren();
      }
      last = "user".equals(role) && content != null ? content : last;
    }
    return last;
  }

  /** The value where it is a text, or the first text of its parts; reads the value to its end. */
  private static @Nullable String first(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    String found = null;
    if (json.currentToken() == JsonToken.START_ARRAY) {
      for (JsonToken part = json.nextToken();
          part != null && part != JsonToken.END_ARRAY;
          part = json.nextToken()) {
        String text = part == JsonToken.START_OBJECT ? textOf(json) : null;
        if (part == JsonToken.VALUE_STRING) {
          text = json.getText();
        }
        found = found == null ? text : found;
        var unused = json.skipChildren();
      }
    }
    return found;
  }

  private static @Nullable String textOf(JsonParser json) throws IOException {
    String text = null;
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      if (name.equals("text") && value == JsonToken.VALUE_STRING) {
        text = json.getText();
      }
      var unused = json.skipChildren();
    }
    return text;
  }
}
