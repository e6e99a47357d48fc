package lab.dialect.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Trees of JSON for what has to be put into another form, and their limits. */
public final class Json {
  /** A single image may be as long as the longest body that a gateway is set to take. */
  private static final int LONGEST_TEXT = 256 * 1024 * 1024;

  private static final JsonMapper MAPPER =
      new JsonMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxStringLength(LONGEST_TEXT).build())
              .build());

  private static final ObjectReader ONE_VALUE =
      MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Json() {}

  /** An empty object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** An empty list. */
  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /** A parser of these bytes, which stands before their first token. */
  public static JsonParser parser(byte[] bytes, int offset, int length) throws IOException {
    return MAPPER.createParser(bytes, offset, length);
  }

  /** The value that the parser stands on. */
  public static JsonNode tree(JsonParser json) throws IOException {
    return MAPPER.readTree(json);
  }

  /**
   * The object that {@code bytes} hold and nothing else, or null. Its long texts are those bytes
   * still: nobody may change them, and {@link Texts} passes them on without decoding.
   */
  public static @Nullable ObjectNode objectOf(byte[] bytes) {
    try {
      return new JsonMembers(bytes).rest();
    } catch (MalformedJson notAnObject) {
      return null;
    }
  }

  /** The object that {@code text} holds and nothing else, or null. */
  public static @Nullable ObjectNode objectOf(String text) {
    try {
      return ONE_VALUE.readTree(text) instanceof ObjectNode object ? object : null;
    } catch (IOException notJson) {
      return null;
    }
  }

  /**
   * The value as text. Through characters, not bytes: half a surrogate pair, which clients do send,
   * must not fail the writing.
   */
  public static String text(JsonNode value) throws JsonProcessingException {
    return MAPPER.writeValueAsString(value);
  }

  /** The value as UTF-8. Half a surrogate pair becomes U+FFFD. */
  public static byte[] bytes(JsonNode value) {
    return bytes(value, 512);
  }

  /**
   * The same where its length can be guessed.
   *
   * @param length in bytes
   */
  public static byte[] bytes(JsonNode value, int length) {
    return new JsonBytes(length).value(value).taken();
  }
}
