package lab.dialect.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Trees of what a cursor passes; long texts stay bytes in them. One thread at a time. */
final class JsonTree {
  /** The work of reading a number grows faster than its length. */
  private static final int LONGEST_NUMBER = 1_000;

  /** None of the usual texts is longer. */
  private static final int LONGEST_USUAL = 12;

  /** That many digits are no more than 64 bits. */
  private static final int DIGITS_OF_A_LONG = 18;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Names that nearly all requests are made of are not made anew for each; frequent ones first. */
  private static final Keys NAMES =
      Keys.of(
          "role",
          "content",
          "type",
          "text",
          "name",
          "arguments",
          "function",
          "id",
          "tool_calls",
          "tool_call_id",
          "image_url",
          "url",
          "input",
          "source",
          "data",
          "media_type",
          "tool_use_id",
          "cache_control",
          "description",
          "parameters",
          "properties",
          "required",
          "messages",
          "model");

  /** The same of texts. */
  private static final Keys TEXTS =
      Keys.of(
          "user",
          "assistant",
          "system",
          "tool",
          "text",
          "string",
          "object",
          "function",
          "tool_use",
          "tool_result");

  private static final List<TextNode> TEXT_NODES =
      TEXTS.names().stream().map(NODES::textNode).toList();

  private final byte[] json;
  private final JsonCursor cursor;

  /**
   * @param json kept by what is read of it, so nobody may change it
   * @param cursor over it
   */
  JsonTree(byte[] json, JsonCursor cursor) {
    this.json = json;
    this.cursor = cursor;
  }

  /** The value that comes next. */
  JsonNode value() throws MalformedJson {
    return switch (cursor.peek()) {
      case OBJECT -> object();
      case ARRAY -> array();
      case STRING -> {
        cursor.skip();
        yield text(cursor.start() + 1, cursor.position() - 1);
      }
      case NUMBER -> {
        cursor.skip();
        yield number(cursor.start(), cursor.position());
      }
      case TRUE, FALSE -> NODES.booleanNode(cursor.skip() == JsonKind.TRUE);
      case NULL -> {
        cursor.skip();
        yield NODES.nullNode();
      }
    };
  }

  private ObjectNode object() throws MalformedJson {
    ObjectNode object = NODES.objectNode();
    cursor.enterObject();
    for (String name = nextName(); name != null; name = nextName()) {
      object.set(name, value());
    }
    return object;
  }

  /** The name of the next member of the object that was entered, or null behind the last. */
  @Nullable String nextName() throws MalformedJson {
    int usual = cursor.nextKey(NAMES);
    return switch (usual) {
      case JsonCursor.END -> null;
      case JsonCursor.OTHER -> JsonText.decoded(json, cursor.keyStart(), cursor.keyEnd());
      default -> NAMES.names().get(usual);
    };
  }

  private JsonNode text(int from, int to) {
    int usual = to - from > LONGEST_USUAL ? JsonCursor.OTHER : TEXTS.index(json, from, to);
    return usual == JsonCursor.OTHER ? RawText.of(json, from, to) : TEXT_NODES.get(usual);
  }

  private ArrayNode array() throws MalformedJson {
    ArrayNode array = NODES.arrayNode();
    cursor.enterArray();
    while (cursor.nextElement()) {
      array.add(value());
    }
    return array;
  }

  private JsonNode number(int from, int to) throws MalformedJson {
    if (to - from > LONGEST_NUMBER) {
      throw new MalformedJson(from, "a number of at most " + LONGEST_NUMBER + " characters");
    }
    String number = JsonText.raw(json, from, to);
    for (int i = from; i < to; i++) {
      if (json[i] == '.' || json[i] == 'e' || json[i] == 'E') {
        return NODES.numberNode(Double.parseDouble(number));
      }
    }
    if (to - from > DIGITS_OF_A_LONG) {
      return integer(new BigInteger(number));
    }
    return integer(Long.parseLong(number));
  }

  private static JsonNode integer(BigInteger number) {
    return number.bitLength() < Long.SIZE ? integer(number.longValue()) : NODES.numberNode(number);
  }

  private static JsonNode integer(long number) {
    return number == (int) number ? NODES.numberNode((int) number) : NODES.numberNode(number);
  }
}
