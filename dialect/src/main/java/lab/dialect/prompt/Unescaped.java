package lab.dialect.prompt;

import java.io.ByteArrayOutputStream;

/** JSON text whose ASCII characters are written as themselves. */
final class Unescaped {
  private Unescaped() {}

  /** Whether a {@code \}{@code uXXXX} stands for an ASCII character. */
  static boolean isAscii(byte[] json, int backslash) {
    return json[backslash + 2] == '0'
        && json[backslash + 3] == '0'
        && json[backslash + 4] >= '0'
        && json[backslash + 4] <= '7';
  }

  /** The number behind {@code \}{@code u}. */
  static int unit(byte[] json, int backslash) {
    int unit = 0;
    for (int i = backslash + 2; i < backslash + 6; i++) {
      unit = (unit << 4) | Character.digit(json[i], 16);
    }
    return unit;
  }

  /** The same text, without such escapes for ASCII but those of two characters. */
  static byte[] ascii(byte[] json, int from, int to) {
    ByteArrayOutputStream text = new ByteArrayOutputStream(to - from);
    int at = from;
    while (at < to) {
      if (json[at] != '\\') {
        text.write(json[at++]);
      } else if (json[at + 1] == 'u' && isAscii(json, at)) {
        write(text, unit(json, at));
        at += 6;
      } else {
        text.write(json, at, 2);
        at += 2;
      }
    }
    return text.toByteArray();
  }

  private static void write(ByteArrayOutputStream text, int character) {
    switch (character) {
      case '"', '\\' -> {
        text.write('\\');
        text.write(character);
      }
      case '\n' -> {
        text.write('\\');
        text.write('n');
      }
      default -> {
        if (character < ' ') {
          // One is like another here.
          text.write('\\');
          text.write('t');
        } else {
          text.write(character);
        }
      }
    }
  }
}
