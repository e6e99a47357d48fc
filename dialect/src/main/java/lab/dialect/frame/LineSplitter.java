package lab.dialect.frame;

import java.util.Arrays;

/**
 * Cuts a body that arrives in any pieces into its lines. LF and CRLF end a line, empty lines are
 * skipped. Used as
 *
 * <pre>{@code
 * lines.feed(bytes);
 * while (lines.next()) {
 *   use(lines.array(), lines.offset(), lines.length());
 * }
 * }</pre>
 *
 * with {@link #finish} in place of {@code feed} at the end. A line inside one piece is given as a
 * slice of that piece; only lines that are cut are put together in a buffer. One thread at a time.
 */
public final class LineSplitter {
  /** A longer line ends the splitting: nothing sensible is that long, and memory has an end. */
  public static final int LONGEST_LINE = 16 * 1024 * 1024;

  private static final int FIRST_BUFFER = 512;

  /** A buffer that grew beyond this for one line is given back after it. */
  private static final int KEPT_BUFFER = 64 * 1024;

  private static final byte[] EMPTY = {};

  private byte[] input = EMPTY;
  private int at;

  /** The beginning of a line whose end has not come yet. */
  private byte[] held = EMPTY;

  private int heldLength;
  private boolean heldIsGiven;
  private boolean finished;
  private boolean overflowed;

  private byte[] array = EMPTY;
  private int offset;
  private int length;

  /**
   * Takes the next piece. What {@link #next} had not given of the last one is lost, so call it
   * until it says no.
   */
  public void feed(byte[] bytes) {
    input = bytes;
    at = 0;
  }

  /** The body has ended: what is left is the last line, though no LF came. */
  public void finish() {
    finished = true;
    input = EMPTY;
    at = 0;
  }

  /** Goes to the next line and says whether there is one. */
  public boolean next() {
    if (heldIsGiven) {
      forget();
    }
    while (!overflowed) {
      int end = endOfLine();
      if (end < 0) {
        hold(at, input.length);
        at = input.length;
        return finished && !overflowed && give(held, 0, heldLength);
      }
      int start = at;
      at = end + 1;
      if (heldLength > 0) {
        hold(start, end);
        if (!overflowed && give(held, 0, heldLength)) {
          return true;
        }
        forget();
      } else if (give(input, start, end - start)) {
        return true;
      }
    }
    return false;
  }

  /** Bytes of a line whose end has not come yet. */
  public int held() {
    return heldIsGiven ? 0 : heldLength;
  }

  /** Whether a line was longer than {@link #LONGEST_LINE}; no line is given after that. */
  public boolean overflowed() {
    return overflowed;
  }

  /** Where the line is; valid until the next call of {@link #next}. */
  public byte[] array() {
    return array;
  }

  /** Where in {@link #array} it begins. */
  public int offset() {
    return offset;
  }

  /** Its length in bytes without its line end, at least 1. */
  public int length() {
    return length;
  }

  private int endOfLine() {
    byte[] bytes = input;
    for (int i = at; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private boolean give(byte[] from, int start, int size) {
    int trimmed = size > 0 && from[start + size - 1] == '\r' ? size - 1 : size;
    if (trimmed > LONGEST_LINE) {
      overflow();
      return false;
    }
    array = from;
    offset = start;
    length = trimmed;
    heldIsGiven = from == held;
    return trimmed > 0;
  }

  private void hold(int from, int to) {
    int more = to - from;
    // One more than the longest line: a CR that belongs to the line's end.
    if (heldLength + (long) more > LONGEST_LINE + 1L) {
      overflow();
      return;
    }
    int needed = heldLength + more;
    if (needed > held.length) {
      int grown = Math.min(Math.max(needed, held.length * 2), LONGEST_LINE + 1);
      held = Arrays.copyOf(held, Math.max(grown, FIRST_BUFFER));
    }
    System.arraycopy(input, from, held, heldLength, more);
    heldLength = needed;
  }

  private void forget() {
    heldLength = 0;
    heldIsGiven = false;
    if (held.length > KEPT_BUFFER) {
      held = EMPTY;
    }
  }

  private void overflow() {
    overflowed = true;
    input = EMPTY;
    at = 0;
    forget();
    held = EMPTY;
  }
}
