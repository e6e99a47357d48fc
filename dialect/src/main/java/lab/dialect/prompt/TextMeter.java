package lab.dialect.prompt;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Estimates the tokens of a text and looks for structure in it, eight bytes at a time. One for a
 * request: {@link #begin} before each message, {@link #add} for each of its texts.
 *
 * <p>The estimate, in 64ths of a token: each word of Latin letters 25, each of its letters 11, each
 * other visible ASCII character 36, each line end 40, white space nothing (it is part of the word
 * behind it); each character beyond ASCII what {@link Scripts} says. Fitted to the vocabulary
 * o200k_base on prose of 25 languages and on code; see {@code docs/adr/0008}.
 *
 * <p>A text of more than {@value LongText#MEASURED_WHOLE} bytes, some 4,000 tokens, is measured by
 * pieces between spaces: both its ends, and an eighth of what is between them. However a shorter
 * one is escaped, the result is the same. One thread at a time.
 */
public final class TextMeter {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long DOTS = '.' * ONES;
  private static final long BACKTICKS = '`' * ONES;
  private static final long LOWER = 0x20 * ONES;
  private static final long LAST_BYTE = 0x80L << 56;

  private static final int TOKEN = 64;
  private static final int WORD = 25;
  private static final int LETTER = 11;
  private static final int MARK = 36;
  private static final int LINE_END = 40;

  private final Structure structure = new Structure();
  private long cost;

  /** The high bit of a byte where the last character was a letter, else 0. */
  private long letterBefore;

  /** Whether nothing but white space has come since the line began. */
  private boolean lineStart;

  /** Where the plain ASCII begins that the text is in. */
  private int plainFrom;

  private int end;

  /** Forgets what was measured. */
  public void begin() {
    cost = 0;
    structure.begin();
  }

  /**
   * Measures a text, or any other piece of JSON as it stands.
   *
   * @param json checked to be JSON
   * @param from behind the opening quote
   * @param to at the closing quote
   */
  public void add(byte[] json, int from, int to) {
    if (!LongText.isOne(from, to) || !LongText.add(this, json, from, to)) {
      add(json, from, to, true);
    }
  }

  /** What was measured up to now; for {@link #setCost}. */
  long cost() {
    return cost;
  }

  /** Puts another estimate in the place of what was measured. */
  void setCost(long estimated) {
    cost = estimated;
  }

  /** Measures a piece of a text. */
  void add(byte[] json, int from, int to, boolean atLineStart) {
    long costBefore = cost;
    structure.keep();
    if (!pass(json, from, to, atLineStart)) {
      // Nobody escapes plain letters but to escape a rule: only then they are copied.
      cost = costBefore;
      structure.goBack();
      byte[] plain = Unescaped.ascii(json, from, to);
      boolean unused = pass(plain, 0, plain.length, atLineStart);
    }
  }

  /** The estimate; 0 only where there was nothing to see. */
  public int tokens() {
    return (int) Math.min(Integer.MAX_VALUE, (cost + TOKEN - 1) / TOKEN);
  }

  /** Whether there is a code block: three backticks. */
  public boolean hasCodeBlock() {
    return structure.hasCodeBlock();
  }

  /** Whether two different files are named. */
  public boolean namesTwoFiles() {
    return structure.namesTwoFiles();
  }

  /** A number for the first file that is named, equal for equal names; 0 where none is. */
  public int firstFile() {
    return structure.firstFile();
  }

  /** How many lines begin with a number and a dot or a bracket. */
  public int numberedLines() {
    return structure.numberedLines();
  }

  /** False at an escape that hides plain ASCII, which is not measured then. */
  private boolean pass(byte[] json, int from, int to, boolean atLineStart) {
    letterBefore = 0;
    lineStart = atLineStart;
    plainFrom = from;
    end = to;
    int at = from;
    while (at < to) {
      if (json[at] == '\\') {
        if (json[at + 1] == 'u' && Unescaped.isAscii(json, at)) {
          return false;
        }
        at = escape(json, at);
        plainFrom = at;
      } else if (json[at] < 0) {
        do {
          at = character(json, at);
        } while (at < to && json[at] < 0);
        plainFrom = at;
      } else {
        at = plain(json, at);
      }
    }
    return true;
  }

  private int plain(byte[] json, int from) {
    if (lineStart) {
      lineStart = false;
      structure.line(json, from, end);
    }
    int at = from;
    int count = Long.BYTES;
    long before = letterBefore;
    int letterCount = 0;
    int wordCount = 0;
    int markCount = 0;
    while (count == Long.BYTES && at < end) {
      long eight = at + Long.BYTES <= json.length ? (long) EIGHT.get(json, at) : rest(json, at);
      long beyond = eight & HIGH_BITS;
      if (beyond != 0 || end - at < Long.BYTES) {
        count = Math.min(Long.numberOfTrailingZeros(beyond) >>> 3, end - at);
        eight = first(eight, count);
      }
      long lower = eight | LOWER;
      long letters = atLeast(lower, 'a') & ~atLeast(lower, 'z' + 1) & HIGH_BITS;
      long marks = atLeast(eight, ' ' + 1) & ~letters & HIGH_BITS;
      if (marks != 0) {
        // Everything rare is one, so that most of a text costs no look for it.
        long backslashes = is(eight, BACKSLASHES);
        if (backslashes != 0) {
          count = Long.numberOfTrailingZeros(backslashes) >>> 3;
          letters = first(letters, count);
          marks = first(marks, count);
        }
        markCount += Long.bitCount(marks);
        // A dot counts where a letter follows it; behind the last of eight it may.
        long dots = is(eight, DOTS) & ((letters >>> 8) | LAST_BYTE);
        structure.look(json, at, marks & (dots | is(eight, BACKTICKS)), plainFrom, end);
      }
      letterCount += Long.bitCount(letters);
      wordCount += Long.bitCount(letters & ~((letters << 8) | before));
      before = count == Long.BYTES ? letters >>> 56 : last(letters, count, before);
      at += count;
    }
    cost += (long) letterCount * LETTER + (long) wordCount * WORD + (long) markCount * MARK;
    letterBefore = before;
    return at;
  }

  /** What {@link #letterBefore} is after this many of eight. */
  private static long last(long letters, int count, long before) {
    return count == 0 ? before : (letters >>> ((count - 1) << 3)) & 0x80;
  }

  /** The lowest of eight bytes, the others 0. */
  private static long first(long eight, int count) {
    return count == Long.BYTES ? eight : eight & ((1L << (count << 3)) - 1);
  }

  /** What is left of the array, where that is less than eight bytes. */
  private static long rest(byte[] json, int at) {
    long rest = 0;
    for (int i = json.length - 1; i >= at; i--) {
      rest = (rest << 8) | (json[i] & 0xFF);
    }
    return rest;
  }

  /** The high bit of each byte that is at least this; for ASCII. */
  private static long atLeast(long eight, int least) {
    return eight + (0x80 - least) * ONES;
  }

  /** The high bit of each byte that is the one all of these are; for ASCII. */
  private static long is(long eight, long one) {
    return ~((eight ^ one) + ~HIGH_BITS) & HIGH_BITS;
  }

  private int escape(byte[] json, int at) {
    switch (json[at + 1]) {
      case 'n' -> {
        cost += LINE_END;
        lineStart = true;
        letterBefore = 0;
      }
      case 't', 'r', 'b', 'f' -> letterBefore = 0;
      case 'u' -> {
        beyondAscii(Unescaped.unit(json, at));
        return at + 6;
      }
      default -> {
        cost += MARK;
        lineStart = false;
        letterBefore = 0;
      }
    }
    return at + 2;
  }

  /** Passes one character of two to four bytes. */
  private int character(byte[] json, int at) {
    int lead = json[at];
    int second = json[at + 1] & 0x3F;
    if (lead < (byte) 0xE0) {
      beyondAscii(((lead & 0x1F) << 6) | second);
      return at + 2;
    }
    int upper = ((lead & 0xF) << 12) | (second << 6) | (json[at + 2] & 0x3F);
    if (lead < (byte) 0xF0) {
      beyondAscii(upper);
      return at + 3;
    }
    beyondAscii((upper << 6) | (json[at + 3] & 0x3F));
    return at + 4;
  }

  private void beyondAscii(int character) {
    cost += Scripts.cost(character);
    letterBefore = Scripts.isLatin(character) ? 0x80 : 0;
    lineStart = false;
  }
}
