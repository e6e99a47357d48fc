package lab.dialect.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the end of a string, eight bytes at a time as long as nothing in them needs a look: prompts
 * are nearly all of a request, and nearly all of them is plain ASCII.
 */
final class StringScan {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long SPACES = ' ' * ONES;

  private StringScan() {}

  /**
   * The index of the closing quote.
   *
   * @param from the byte after the opening quote
   * @param to the end of the text
   * @param origin where the text begins, for the offset in an error
   */
  static int close(byte[] json, int from, int to, int origin) throws MalformedJson {
    int at = from;
    while (true) {
      at = skipPlain(json, at, to);
      if (at >= to) {
        throw new MalformedJson(to - origin, "a closing '\"'");
      }
      int b = json[at];
      if (b == '"') {
        return at;
      } else if (b == '\\') {
        at = escape(json, at, to, origin);
      } else if (b < 0) {
        // Where one is, more are: most of the world does not write ASCII.
        do {
          at = character(json, at, to, origin);
        } while (at < to && json[at] < 0);
      } else {
        throw new MalformedJson(at - origin, "no control character in a string (escape it)");
      }
    }
  }

  /**
   * The index of the first backslash, or {@code to} where there is none.
   *
   * @param to the end of what is looked at
   */
  static int backslash(byte[] json, int from, int to) {
    int at = from;
    while (at + Long.BYTES <= to) {
      long other = (long) EIGHT.get(json, at) ^ BACKSLASHES;
      // A bit in each byte that is zero; as below, the lowest is always right.
      long found = (other - ONES) & ~other & HIGH_BITS;
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
      at += Long.BYTES;
    }
    while (at < to && json[at] != '\\') {
      at++;
    }
    return at;
  }

  /** The first byte that is a quote, a backslash, a control character or not ASCII. */
  private static int skipPlain(byte[] json, int from, int to) {
    int at = from;
    while (at + Long.BYTES <= to) {
      long special = special((long) EIGHT.get(json, at));
      if (special != 0) {
        return at + (Long.numberOfTrailingZeros(special) >>> 3);
      }
      at += Long.BYTES;
    }
    while (at < to && json[at] >= ' ' && json[at] != '"' && json[at] != '\\') {
      at++;
    }
    return at;
  }

  /**
   * A bit in each byte that needs a look. A borrow can only mark bytes above one that is rightly
   * marked, so the lowest mark is always right.
   */
  private static long special(long eight) {
    return ((eight - SPACES) | ((eight ^ QUOTES) - ONES) | ((eight ^ BACKSLASHES) - ONES) | eight)
        & HIGH_BITS;
  }

  private static int escape(byte[] json, int at, int to, int origin) throws MalformedJson {
    if (at + 1 < to) {
      switch (json[at + 1]) {
        case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
          return at + 2;
        }
        case 'u' -> {
          for (int i = at + 2; i < at + 6; i++) {
            // Half of a surrogate pair passes: clients that cut a text send it, servers take it.
            if (i >= to || Character.digit(json[i], 16) < 0) {
              throw new MalformedJson(Math.min(i, to) - origin, "a hexadecimal digit");
            }
          }
          return at + 6;
        }
        default -> {}
      }
    }
    throw new MalformedJson(Math.min(at + 1, to) - origin, "one of \"\\/bfnrtu after a backslash");
  }

  /** Past one character of two to four bytes (RFC 3629: none too long, no surrogate). */
  private static int character(byte[] json, int at, int to, int origin) throws MalformedJson {
    int lead = json[at] & 0xFF;
    int length;
    int least = 0x80;
    int most = 0xBF;
    if (lead >= 0xC2 && lead <= 0xDF) {
      length = 2;
    } else if ((lead & 0xF0) == 0xE0) {
      length = 3;
      least = lead == 0xE0 ? 0xA0 : least;
      most = lead == 0xED ? 0x9F : most;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
      length = 4;
      least = lead == 0xF0 ? 0x90 : least;
      most = lead == 0xF4 ? 0x8F : most;
    } else {
      throw new MalformedJson(at - origin, "valid UTF-8");
    }
    int second = at + 1 < to ? json[at + 1] & 0xFF : 0;
    boolean valid = at + length <= to && second >= least && second <= most;
    for (int i = at + 2; valid && i < at + length; i++) {
      valid = (json[i] & 0xC0) == 0x80;
    }
    if (!valid) {
      throw new MalformedJson(at - origin, "valid UTF-8");
    }
    return at + length;
  }
}
