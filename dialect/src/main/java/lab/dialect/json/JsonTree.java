package lab.dialect.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;

/** Trees of what a cursor passes; long texts stay bytes in them. One thread at a time. */
final class JsonTree {
  /** The work of reading a number grows faster than its length. */
  private static final int LONGEST_NUMBER = 1_000;

  /** That many digits are no more than 64 bits. */
  private static final int DIGITS_OF_A_LONG = 18;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Keys ANY = Keys.of();

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
        yield RawText.of(json, cursor.start() + 1, cursor.position() - 1);
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
    while (cursor.nextKey(ANY) != JsonCursor.END) {
      String key = JsonText.decoded(json, cursor.keyStart(), cursor.keyEnd());
      object.set(key, value());
    }
    return object;
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
