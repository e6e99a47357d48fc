package lab.dialect.anthropic;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import lab.dialect.json.Json;

/**
 * One event of a stream, or one block of a whole message: both say the same in the same words.
 * Texts that are absent are empty.
 */
final class AnthropicEvent {
  private String type = "";
  private String partType = "";
  private String id = "";
  private String name = "";
  private String input = "";
  private String text = "";
  private String thinking = "";
  private String signature = "";
  private String partialJson = "";
  private String stopReason = "";
  private String stopSequence = "";
  private final Counts counts;

  private AnthropicEvent(Counts counts) {
    this.counts = counts;
  }

  /**
   * Reads the object that the parser stands at the beginning of.
   *
   * @param counts takes what the event says of tokens
   * @throws IOException where it is cut off, no JSON, or not of this form
   */
  static AnthropicEvent read(JsonParser json, Counts counts) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new JsonParseException(json, "an object is expected");
    }
    var event = new AnthropicEvent(counts);
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      JsonToken unused = json.nextToken();
      switch (field) {
        case "type" -> event.type = textOf(json);
        case "delta", "content_block" -> event.readParts(json);
        case "message" -> event.readMessage(json);
        case "usage" -> counts.read(json);
        default -> json.skipChildren();
      }
    }
    return event;
  }

  /** Reads a block of a whole message. */
  static AnthropicEvent block(JsonParser json) throws IOException {
    var event = new AnthropicEvent(new Counts());
    event.readParts(json);
    return event;
  }

  private void readMessage(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      json.nextToken();
      if (field.equals("usage")) {
        counts.read(json);
      } else {
        json.skipChildren();
      }
    }
  }

  private void readParts(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      json.nextToken();
      switch (field) {
        case "type" -> partType = textOf(json);
        case "id" -> id = textOf(json);
        case "name" -> name = textOf(json);
        case "input" -> input = Json.text(Json.tree(json));
        case "text" -> text = textOf(json);
        case "thinking" -> thinking = textOf(json);
        case "signature" -> signature = textOf(json);
        case "partial_json" -> partialJson = textOf(json);
        case "stop_reason" -> stopReason = textOf(json);
        case "stop_sequence" -> stopSequence = textOf(json);
        default -> json.skipChildren();
      }
    }
  }

  /** A text, empty for anything else: what is unknown is no reason to fail. */
  static String textOf(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    json.skipChildren();
    return "";
  }

  /** The event's type. */
  String type() {
    return type;
  }

  /** The type of the block or of the delta. */
  String partType() {
    return partType;
  }

  String id() {
    return id;
  }

  String name() {
    return name;
  }

  /** A tool's arguments where they come whole, as text. */
  String input() {
    return input;
  }

  String text() {
    return text;
  }

  String thinking() {
    return thinking;
  }

  String signature() {
    return signature;
  }

  /** A tool's arguments where they come in parts. */
  String partialJson() {
    return partialJson;
  }

  String stopReason() {
    return stopReason;
  }

  String stopSequence() {
    return stopSequence;
  }
}
