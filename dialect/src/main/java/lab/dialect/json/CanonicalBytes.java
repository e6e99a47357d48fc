package lab.dialect.json;

import java.util.Arrays;

/**
 * The canonical form of values as it grows: of each value that lies in a text one form, whatever
 * way it is written there. Every value says where it ends, so that no two rows of values look the
 * same.
 */
final class CanonicalBytes {
  private static final byte STRING = '"';
  private static final byte NUMBER = '#';
  private static final byte RAW_NUMBER = '?';

  /** Longer exponents are compared as they are written: they are beyond every number type. */
  private static final int LONGEST_EXPONENT = 12;

  /** Enough for most texts; larger ones make room for themselves, and it goes with them. */
  private static final int USUAL = 16 * 1024;

  private static final byte[] NOTHING = {};

  private byte[] json = NOTHING;
  private byte[] bytes = new byte[USUAL];
  private int length;

  /**
   * Begins with the values of a text.
   *
   * @param text where they lie; checked to be JSON
   */
  void over(byte[] text) {
    json = text;
    length = 0;
  }

  /** Holds nothing of a text any more. */
  void forget() {
    over(NOTHING);
    if (bytes.length > USUAL) {
      bytes = new byte[USUAL];
    }
  }

  int length() {
    return length;
  }

  /** What has been written, up to {@link #length}; good until more is. */
  byte[] array() {
    return bytes;
  }

  /** Forgets what was written behind this place. */
  void cut(int to) {
    length = to;
  }

  /** Puts what stands behind one place, up to the end, to a place before it; it ends there. */
  void moveBack(int from, int to) {
    System.arraycopy(bytes, from, bytes, to, length - from);
    length -= from - to;
  }

  void put(int one) {
    room(1);
    bytes[length++] = (byte) one;
  }

  void put(byte[] from, int start, int end) {
    room(end - start);
    System.arraycopy(from, start, bytes, length, end - start);
    length += end - start;
  }

  /** The string between two quotes, both included in the range. */
  void string(int from, int to) {
    put(STRING);
    int sizeAt = length;
    putInt(0);
    int close = to - 1;
    int plain = from + 1;
    int at = StringScan.backslash(json, plain, close);
    while (at < close) {
      put(json, plain, at);
      plain = escape(at);
      at = StringScan.backslash(json, plain, close);
    }
    put(json, plain, close);
    putIntAt(sizeAt, length - sizeAt - Integer.BYTES);
  }

  /** A number: its digits without zeros at either end, and where its point is. */
  void number(int from, int to) {
    int end = exponentMark(from, to);
    if (to - end > LONGEST_EXPONENT) {
      put(RAW_NUMBER);
      putInt(to - from);
      put(json, from, to);
      return;
    }
    put(NUMBER);
    int begin = length;
    put(json[from] == '-' ? '-' : '+');
    long exponent = end == to ? 0 : exponent(end + 1, to);
    exponent -= digits(from, end);
    int last = length;
    while (length > begin + 1 && bytes[length - 1] == '0') {
      length--;
    }
    exponent += last - length;
    if (length == begin + 1) {
      bytes[begin] = '+';
      exponent = 0;
    }
    put(NUMBER);
    putInt((int) (exponent >>> 32));
    putInt((int) exponent);
  }

  private int exponentMark(int from, int to) {
    int at = from;
    while (at < to && json[at] != 'e' && json[at] != 'E') {
      at++;
    }
    return at;
  }

  private long exponent(int from, int to) {
    boolean signed = json[from] == '-' || json[from] == '+';
    long value = 0;
    for (int i = signed ? from + 1 : from; i < to; i++) {
      value = value * 10 + json[i] - '0';
    }
    return json[from] == '-' ? -value : value;
  }

  /** Writes the digits from the first that is not zero; gives how many stand behind the point. */
  private int digits(int from, int to) {
    int begin = length;
    int point = to;
    for (int i = from; i < to; i++) {
      byte b = json[i];
      if (b == '.') {
        point = i + 1;
      } else if (b != '-' && (b != '0' || length > begin)) {
        put(b);
      }
    }
    return to - point;
  }

  /** Writes what an escape means; gives the place behind it. */
  private int escape(int at) {
    byte letter = json[at + 1];
    if (letter != 'u') {
      put(
          switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> letter;
          });
      return at + 2;
    }
    int unit = unit(at);
    int behind = at + 6;
    if (Character.isHighSurrogate((char) unit) && json[behind] == '\\' && json[behind + 1] == 'u') {
      int low = unit(behind);
      if (Character.isLowSurrogate((char) low)) {
        character(Character.toCodePoint((char) unit, (char) low));
        return behind + 6;
      }
    }
    // Half a pair gets the three bytes that no valid text has, so that it equals nothing else.
    character(unit);
    return behind;
  }

  private int unit(int backslash) {
    int unit = 0;
    for (int i = backslash + 2; i < backslash + 6; i++) {
      unit = (unit << 4) | Character.digit(json[i], 16);
    }
    return unit;
  }

  private void character(int point) {
    if (point < 0x80) {
      put(point);
    } else if (point < 0x800) {
      put(0xC0 | (point >> 6));
      put(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
      put(0xE0 | (point >> 12));
      put(0x80 | ((point >> 6) & 0x3F));
      put(0x80 | (point & 0x3F));
    } else {
      put(0xF0 | (point >> 18));
      put(0x80 | ((point >> 12) & 0x3F));
      put(0x80 | ((point >> 6) & 0x3F));
      put(0x80 | (point & 0x3F));
    }
  }

  private void putInt(int value) {
    room(Integer.BYTES);
    length += Integer.BYTES;
    putIntAt(length - Integer.BYTES, value);
  }

  private void putIntAt(int at, int value) {
    bytes[at] = (byte) (value >>> 24);
    bytes[at + 1] = (byte) (value >>> 16);
    bytes[at + 2] = (byte) (value >>> 8);
    bytes[at + 3] = (byte) value;
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }
}
