package lab.dialect.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Made-up JSON: any valid text, with odd but legal spelling, and broken relatives of it. */
final class JsonTexts {
  private static final String[] SPACES = {"", "", "", " ", "\n", "\t", "\r\n", "  "};
  private static final String[] NUMBERS = {
    "0", "-0", "1", "-12", "3.25", "1e5", "1E-7", "-0.5e+10", "123456789012345678901234567890"
  };
  private static final String[] PIECES = {
    "a",
    "model",
    "mod\\u0065l",
    " ",
    "\\n",
    "\\\"",
    "\\\\",
    "\\/",
    "\\u00e9",
    "é",
    "中",
    "🙂",
    "\\ud83d",
    "\\ud83d\\ude42",
    "plain text that is longer than eight bytes",
    "\u007f",
    "{",
    "]",
    ",",
    ":"
  };
  private static final byte[] BAD = {
    '"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '0',
    '-',
    '.',
    'e',
    't',
    0,
    0x1f,
    '\n',
    ' ',
    (byte) 0x80,
    (byte) 0xC0,
    (byte) 0xC3,
    (byte) 0xED,
    (byte) 0xA0,
    (byte) 0xF5,
    (byte) 0xFF,
    'u'
  };

  private final Random random;

  JsonTexts(long seed) {
    random = new Random(seed);
  }

  byte[] valid() {
    return (space() + value(6) + space()).getBytes(StandardCharsets.UTF_8);
  }

  byte[] object() {
    return (space() + object(5) + space()).getBytes(StandardCharsets.UTF_8);
  }

  /** A valid text with one to three bytes changed, added or lost; now and then it stays valid. */
  byte[] damaged() {
    byte[] text = valid();
    List<Byte> bytes = new ArrayList<>();
    for (byte b : text) {
      bytes.add(b);
    }
    for (int i = random.nextInt(3); i >= 0 && !bytes.isEmpty(); i--) {
      int at = random.nextInt(bytes.size());
      byte bad = BAD[random.nextInt(BAD.length)];
      switch (random.nextInt(3)) {
        case 0 -> bytes.set(at, bad);
        case 1 -> bytes.add(at, bad);
        default -> bytes.remove(at);
      }
    }
    byte[] damaged = new byte[bytes.size()];
    for (int i = 0; i < damaged.length; i++) {
      damaged[i] = bytes.get(i);
    }
    return damaged;
  }

  static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private String value(int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 5)) {
      case 0 -> "true";
      case 1 -> "false";
      case 2 -> "null";
      case 3 -> NUMBERS[random.nextInt(NUMBERS.length)];
      case 4 -> string();
      case 5 -> array(depth - 1);
      default -> object(depth - 1);
    };
  }

  private String object(int depth) {
    List<String> members = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      members.add(space() + string() + space() + ":" + space() + value(depth) + space());
    }
    return "{" + space() + String.join(",", members) + "}";
  }

  private String array(int depth) {
    List<String> elements = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      elements.add(space() + value(depth) + space());
    }
    return "[" + space() + String.join(",", elements) + "]";
  }

  private String string() {
    StringBuilder text = new StringBuilder("\"");
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.append('"').toString();
  }

  private String space() {
    return SPACES[random.nextInt(SPACES.length)];
  }
}
