package lab.dialect.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * The events that go to the client of one piece that came from the provider: the very array as long
 * as all of it passes in its order, a copy from the first difference on.
 */
final class Outgoing {
  private static final byte[] NOTHING = {};

  /** Before the data of an event. */
  static final byte[] FIELD = "data: ".getBytes(US_ASCII);

  /** Behind it. */
  static final byte[] BLANK_LINE = "\n\n".getBytes(US_ASCII);

  private byte[] piece = NOTHING;

  /** How much of the piece has passed untouched; the copy begins with that much of it. */
  private int passed;

  private byte[] copy = NOTHING;
  private int copied;
  private boolean copying;

  /** Begins with the next piece. */
  void begin(byte[] next) {
    piece = next;
    passed = 0;
    copying = false;
  }

  /**
   * Lets an event out.
   *
   * @param plain whether it lies in the piece just as it goes out, between the field's name before
   *     {@code from} and the blank line behind {@code to}
   */
  void addEvent(byte[] data, int from, int to, boolean plain) {
    if (plain) {
      add(data, from - FIELD.length, to + BLANK_LINE.length);
    } else {
      addEvent(data, from, to, false, to, to, NOTHING);
    }
  }

  /** Lets an event out with other bytes in the place of some of its data. */
  void addEvent(byte[] data, int from, int to, boolean plain, int cutFrom, int cutTo, byte[] with) {
    if (plain) {
      add(data, from - FIELD.length, cutFrom);
      add(with, 0, with.length);
      add(data, cutTo, to + BLANK_LINE.length);
    } else {
      add(FIELD, 0, FIELD.length);
      int start = copied;
      add(data, from, cutFrom);
      add(with, 0, with.length);
      add(data, cutTo, to);
      putInOneLine(start);
      add(BLANK_LINE, 0, BLANK_LINE.length);
    }
  }

  /** Lets an event of this data out. */
  void addEvent(byte[] data) {
    addEvent(data, 0, data.length, false);
  }

  /** All that was let out since the piece began. */
  byte[] end() {
    byte[] out;
    if (copying) {
      out = copied == copy.length ? copy : Arrays.copyOf(copy, copied);
    } else if (passed == piece.length) {
      out = piece;
    } else {
      out = passed == 0 ? NOTHING : Arrays.copyOf(piece, passed);
    }
    piece = NOTHING;
    copy = NOTHING;
    return out;
  }

  private void add(byte[] bytes, int from, int to) {
    if (bytes == piece && from == passed && !copying) {
      passed = to;
      return;
    }
    if (!copying) {
      copying = true;
      copied = 0;
      // Enough for most pieces in which a name of the model changes.
      copy = new byte[piece.length + piece.length / 4 + (to - from)];
      append(piece, 0, passed);
    }
    append(bytes, from, to);
  }

  /** Data that came in several lines: between the tokens of JSON a space says the same. */
  private void putInOneLine(int start) {
    for (int i = start; i < copied; i++) {
      if (copy[i] == '\n') {
        copy[i] = ' ';
      }
    }
  }

  private void append(byte[] bytes, int from, int to) {
    int needed = copied + to - from;
    if (needed > copy.length) {
      copy = Arrays.copyOf(copy, Math.max(needed, copy.length * 2));
    }
    System.arraycopy(bytes, from, copy, copied, to - from);
    copied = needed;
  }
}
