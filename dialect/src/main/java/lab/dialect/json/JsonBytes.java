package lab.dialect.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** A growing buffer that JSON is written into by hand. One thread at a time. */
public final class JsonBytes {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NOTHING = {};

  /** Characters between two looks at the room that is left; each may take six bytes. */
  private static final int RUN = 256;

  private static final int MOST_PER_CHARACTER = 6;

  /** A buffer that grew beyond this for one answer is given back. */
  private static final int KEPT = 64 * 1024;

  private byte[] bytes;
  private int size;

  /** A buffer for something short. */
  public JsonBytes() {
    this(512);
  }

  /**
   * A buffer that need not grow up to this size.
   *
   * @param room in bytes
   */
  public JsonBytes(int room) {
    bytes = new byte[room];
  }

  /** Bytes that are JSON already. */
  @CanIgnoreReturnValue
  public JsonBytes raw(byte[] json) {
    return raw(json, 0, json.length);
  }

  /** Bytes that are JSON already, from one place to another. */
  @CanIgnoreReturnValue
  public JsonBytes raw(byte[] json, int from, int to) {
    room(to - from);
    System.arraycopy(json, from, bytes, size, to - from);
    size += to - from;
    return this;
  }

  /** What another one holds from a place on. */
  @CanIgnoreReturnValue
  public JsonBytes raw(JsonBytes json, int from) {
    return raw(json.bytes, from, json.size);
  }

  /** Characters that are JSON already. */
  @CanIgnoreReturnValue
  public JsonBytes raw(String json) {
    int length = json.length();
    room(length);
    for (int i = 0; i < length; i++) {
      char c = json.charAt(i);
      if (c >= 0x80) {
        return raw(json.substring(i).getBytes(StandardCharsets.UTF_8));
      }
      bytes[size++] = (byte) c;
    }
    return this;
  }

  /** A number. */
  @CanIgnoreReturnValue
  public JsonBytes number(long number) {
    return raw(Long.toString(number));
  }

  /**
   * A string in its quotes. Half a surrogate pair becomes U+FFFD, for UTF-8 has no place for it.
   */
  @CanIgnoreReturnValue
  public JsonBytes string(String text) {
    room(1);
    bytes[size++] = '"';
    inside(text);
    room(1);
    bytes[size++] = '"';
    return this;
  }

  /** A part of a string, without quotes. */
  @CanIgnoreReturnValue
  JsonBytes inside(String text) {
    int length = text.length();
    int at = 0;
    while (at < length) {
      int end = Math.min(length, at + RUN);
      // One more for the second half of a pair at the end of the run.
      room((end - at + 1) * MOST_PER_CHARACTER);
      while (at < end) {
        char c = text.charAt(at++);
        if (c < 0x80) {
          ascii(c);
        } else if (isBreak(c)) {
          escaped(c);
        } else if (!Character.isSurrogate(c)) {
          utf8(c);
        } else if (Character.isHighSurrogate(c)
            && at < length
            && Character.isLowSurrogate(text.charAt(at))) {
          utf8(Character.toCodePoint(c, text.charAt(at++)));
        } else {
          utf8(0xFFFD);
        }
      }
    }
    return this;
  }

  /** A string, in its quotes, of a text that is itself JSON without line breaks. */
  @CanIgnoreReturnValue
  JsonBytes quoted(byte[] json) {
    room(2 * json.length + 2);
    bytes[size++] = '"';
    for (byte b : json) {
      if (b == '"' || b == '\\') {
        bytes[size++] = '\\';
      }
      bytes[size++] = b;
    }
    bytes[size++] = '"';
    return this;
  }

  /** A value of a tree. */
  @CanIgnoreReturnValue
  public JsonBytes value(JsonNode value) {
    switch (value.getNodeType()) {
      case OBJECT -> object(value);
      case ARRAY -> array(value);
      case NUMBER -> {
        if (Double.isFinite(value.doubleValue()) || value.isIntegralNumber()) {
          raw(value.asText());
        } else {
          string(value.asText());
        }
      }
      case BOOLEAN -> raw(value.asText());
      case NULL, MISSING -> raw("null");
      case STRING, BINARY, POJO -> {
        if (value instanceof RawText text) {
          raw("\"").raw(text.json(), text.from(), text.to()).raw("\"");
        } else {
          string(value.asText());
        }
      }
    }
    return this;
  }

  private void object(JsonNode object) {
    String before = "{";
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      raw(before).string(member.getKey()).raw(":").value(member.getValue());
      before = ",";
    }
    raw(object.isEmpty() ? "{}" : "}");
  }

  private void array(JsonNode array) {
    String before = "[";
    for (JsonNode element : array) {
      raw(before).value(element);
      before = ",";
    }
    raw(array.isEmpty() ? "[]" : "]");
  }

  /** Forgets what was written since the last time behind so many bytes. */
  public void cut(int length) {
    size = length;
  }

  /** What was written since the last time, which is then forgotten. */
  public byte[] taken() {
    if (size == 0) {
      return NOTHING;
    }
    byte[] written = Arrays.copyOf(bytes, size);
    size = 0;
    if (bytes.length > KEPT) {
      bytes = NOTHING;
    }
    return written;
  }

  private void ascii(char c) {
    if (c >= 0x20 && c != '"' && c != '\\') {
      bytes[size++] = (byte) c;
      return;
    }
    switch (c) {
      case '"', '\\' -> behindSlash(c);
      case '\n' -> behindSlash('n');
      case '\r' -> behindSlash('r');
      case '\t' -> behindSlash('t');
      default -> escaped(c);
    }
  }

  private void behindSlash(char c) {
    bytes[size++] = '\\';
    bytes[size++] = (byte) c;
  }

  /** Lines end here for Unicode, and for clients who split a stream of lines as it says. */
  private static boolean isBreak(char c) {
    return c == 0x85 || c == 0x2028 || c == 0x2029;
  }

  private void escaped(char c) {
    bytes[size++] = '\\';
    bytes[size++] = 'u';
    bytes[size++] = HEX[c >> 12];
    bytes[size++] = HEX[c >> 8 & 15];
    bytes[size++] = HEX[c >> 4 & 15];
    bytes[size++] = HEX[c & 15];
  }

  private void utf8(int point) {
    if (point < 0x800) {
      bytes[size++] = (byte) (0xC0 | (point >> 6));
    } else {
      if (point < 0x10000) {
        bytes[size++] = (byte) (0xE0 | (point >> 12));
      } else {
        bytes[size++] = (byte) (0xF0 | (point >> 18));
        bytes[size++] = (byte) (0x80 | ((point >> 12) & 0x3F));
      }
      bytes[size++] = (byte) (0x80 | ((point >> 6) & 0x3F));
    }
    bytes[size++] = (byte) (0x80 | (point & 0x3F));
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
