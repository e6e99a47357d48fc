package lab.dialect.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A text of a tree that is still what it was in JSON: bytes, escaped, between two quotes. What is
 * long and only passed on is never decoded. Unlike other texts it equals itself alone. Immutable as
 * long as nobody changes the bytes.
 */
final class RawText extends ValueNode {
  private static final long serialVersionUID = 1;

  /** Shorter ones are asked for more often than they are passed on. */
  private static final int SHORTEST = 64;

  private final byte[] json;
  private final int from;
  private final int to;

  private RawText(byte[] json, int from, int to) {
    this.json = json;
    this.from = from;
    this.to = to;
  }

  /**
   * The text of a string that a {@link JsonCursor} has checked.
   *
   * @param from behind its opening quote
   * @param to at its closing quote
   */
  static JsonNode of(byte[] json, int from, int to) {
    return to - from < SHORTEST || JsonText.hasSurrogates(json, from, to)
        // Half a surrogate pair has no place in UTF-8, and strict readers refuse it escaped.
        ? TextNode.valueOf(JsonText.decoded(json, from - 1, to + 1))
        : new RawText(json, from, to);
  }

  /** The same without its first bytes, none of which is part of an escape or of a character. */
  RawText without(int first) {
    return new RawText(json, from + first, to);
  }

  byte[] json() {
    return json;
  }

  /** Where it begins, behind the quote. */
  int from() {
    return from;
  }

  /** Where it ends, at the quote. */
  int to() {
    return to;
  }

  @Override
  public String textValue() {
    return JsonText.decoded(json, from - 1, to + 1);
  }

  @Override
  public String asText() {
    return textValue();
  }

  @Override
  public String asText(String otherwise) {
    return textValue();
  }

  @Override
  public JsonNodeType getNodeType() {
    return JsonNodeType.STRING;
  }

  @Override
  public JsonToken asToken() {
    return JsonToken.VALUE_STRING;
  }

  @Override
  public void serialize(JsonGenerator out, SerializerProvider provider) throws IOException {
    out.writeString(textValue());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
