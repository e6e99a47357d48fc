package lab.dialect.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Single values between JSON and Java. */
public final class JsonText {
  private JsonText() {}

  /** A text as a JSON string with its quotes. */
  public static byte[] quoted(String text) {
    byte[] plain = new byte[text.length() + 2];
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return escaped(text);
      }
      plain[i + 1] = (byte) c;
    }
    plain[0] = '"';
    plain[plain.length - 1] = '"';
    return plain;
  }

  private static byte[] escaped(String text) {
    StringBuilder json = new StringBuilder(text.length() + 16).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || isHalf(text, i)) {
        json.append("\\u").append(Character.forDigit(c >> 12, 16));
        json.append(Character.forDigit(c >> 8 & 0xF, 16));
        json.append(Character.forDigit(c >> 4 & 0xF, 16)).append(Character.forDigit(c & 0xF, 16));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The text of a JSON string that a {@link JsonCursor} has checked.
   *
   * @param from where its opening quote is
   * @param to behind its closing quote
   */
  public static String decoded(byte[] json, int from, int to) {
    String raw = new String(json, from + 1, to - from - 2, StandardCharsets.UTF_8);
    int escape = raw.indexOf('\\');
    if (escape < 0) {
      return raw;
    }
    StringBuilder text = new StringBuilder(raw.length());
    int copied = 0;
    while (escape >= 0) {
      text.append(raw, copied, escape);
      char c = raw.charAt(escape + 1);
      copied = escape + 2;
      if (c == 'u') {
        text.append((char) Integer.parseInt(raw, copied, copied + 4, 16));
        copied += 4;
      } else {
        text.append(meant(c));
      }
      escape = raw.indexOf('\\', copied);
    }
    return text.append(raw, copied, raw.length()).toString();
  }

  /**
   * What a JSON string means, in UTF-8.
   *
   * @param from behind its opening quote
   * @param to at its closing quote
   */
  static byte[] unescaped(byte[] json, int from, int to) {
    byte[] text = new byte[to - from];
    int length = 0;
    int at = from;
    while (at < to) {
      int escape = StringScan.backslash(json, at, to);
      System.arraycopy(json, at, text, length, escape - at);
      length += escape - at;
      at = escape + 2;
      if (escape < to && json[escape + 1] == 'u') {
        return decoded(json, from - 1, to + 1).getBytes(StandardCharsets.UTF_8);
      } else if (escape < to) {
        text[length++] = (byte) meant((char) json[escape + 1]);
      }
    }
    return Arrays.copyOf(text, length);
  }

  /** Whether half of a surrogate pair, or a whole one, is escaped inside a JSON string. */
  static boolean hasSurrogates(byte[] json, int from, int to) {
    for (int at = from; at < to; at += 2) {
      at = StringScan.backslash(json, at, to);
      if (at < to && json[at + 1] == 'u' && (json[at + 2] | 0x20) == 'd' && json[at + 3] >= '8') {
        return true;
      }
    }
    return false;
  }

  /** The bytes of a value as they stand. */
  public static String raw(byte[] json, int from, int to) {
    return new String(json, from, to - from, StandardCharsets.UTF_8);
  }

  /** A number as a count; 0 where it is negative, broken or beyond any count. */
  public static long count(byte[] json, int from, int to) {
    if (to - from > 18) {
      return 0;
    }
    long count = 0;
    for (int i = from; i < to; i++) {
      if (json[i] < '0' || json[i] > '9') {
        return 0;
      }
      count = count * 10 + (json[i] - '0');
    }
    return count;
  }

  /** What an escape of one letter stands for. */
  private static char meant(char letter) {
    return switch (letter) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> letter;
    };
  }

  private static boolean isHalf(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }
}
