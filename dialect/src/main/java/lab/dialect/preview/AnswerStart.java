package lab.dialect.preview;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import lab.dialect.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * Reads the beginning of an answer's text out of what a client gets, in any of its dialects; looks
 * at nothing more once it has enough. One thread at a time.
 */
public final class AnswerStart {
  /** A longer body would hold its event loop for milliseconds: nothing of it is shown. */
  static final int LONGEST_BODY = 1024 * 1024;

  private final int most;
  private final StringBuilder text = new StringBuilder();

  /**
   * @param most characters, at least 1
   */
  public AnswerStart(int most) {
    this.most = most;
  }

  /** Whether it needs no more. */
  public boolean isFull() {
    return text.length() >= most;
  }

  /** The beginning as far as it has come, or null where there is no text. */
  public @Nullable String text() {
    return text.isEmpty() ? null : Cut.of(text, most);
  }

  /** This is the whole of an answer. */
  public void whole(byte[] body) {
    read(body, 0, body.length);
  }

  /** These are whole events, or lines, of an answer. */
  public void events(byte[] bytes) {
    int from = 0;
    while (from < bytes.length && !isFull()) {
      int to = from;
      while (to < bytes.length && bytes[to] != '\n') {
        to++;
      }
      int json = from;
      while (json < to && bytes[json] != '{') {
        json++;
      }
      // What stands before an object is the name of its field, such as data.
      if (json < to) {
        read(bytes, json, to - json);
      }
      from = to + 1;
    }
  }

  private void read(byte[] bytes, int offset, int length) {
    if (length > LONGEST_BODY) {
      return;
    }
    try (JsonParser json = Json.parser(bytes, offset, length)) {
      String type = "";
      for (JsonToken token = json.nextToken();
          token != null && !isFull();
          token = json.nextToken()) {
        if (token != JsonToken.VALUE_STRING || json.currentName() == null) {
          continue;
        }
        if (json.currentName().equals("type") && json.getParsingContext().getParent().inRoot()) {
          type = json.getText();
        } else if (isAnswer(type, json.currentName())) {
          add(json.getText());
        }
      }
    } catch (IOException unreadable) {
      // What was read until here is shown.
    }
  }

  /** Events of {@code /v1/responses} say their text twice, piece by piece and once more whole. */
  private static boolean isAnswer(String type, String name) {
    return type.startsWith("response.")
        ? type.equals("response.output_text.delta") && name.equals("delta")
        : name.equals("content") || name.equals("text") || name.equals("response");
  }

  private void add(String more) {
    // One more than is shown tells a whole pair at the end from half of one.
    var unused = text.append(more, 0, Math.min(more.length(), most + 1 - text.length()));
  }
}
