package lab.dialect.frame;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a server-sent event stream that arrives in any pieces into its events, as the WHATWG
 * standard reads them: CR, LF and CRLF end a line, a blank line ends an event, comments and unknown
 * fields are passed over, several data lines are joined by LF. Used as
 *
 * <pre>{@code
 * events.feed(bytes);
 * while (events.next()) {
 *   use(events.array(), events.offset(), events.length());
 * }
 * }</pre>
 *
 * with {@link #finish} in place of {@code feed} at the end. An event inside one piece is given as a
 * slice of that piece; only events that are cut are put together in a buffer. One thread at a time.
 *
 * <p>Two deviations, both from what servers really do: the field {@code error} of old llama.cpp is
 * data of an event named {@code error}, and the last event counts though no blank line ended it.
 */
public final class SseSplitter {
  /** A longer event ends the splitting: nothing sensible is that long, and memory has an end. */
  public static final int LONGEST_EVENT = 16 * 1024 * 1024;

  private static final byte[] EMPTY = {};
  private static final byte[] PLAIN = {'d', 'a', 't', 'a', ':', ' '};
  private static final byte[] DATA = {'d', 'a', 't', 'a'};
  private static final byte[] EVENT = {'e', 'v', 'e', 'n', 't'};
  private static final byte[] ERROR = {'e', 'r', 'r', 'o', 'r'};
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /** What has not been given yet lies in {@code buffer} from {@code at} to {@code limit}. */
  private byte[] buffer = EMPTY;

  private int at;
  private int limit;

  /** Whether the buffer is this splitter's own, so that it may be written to. */
  private boolean owned;

  /** How far the event at {@code at} has been searched for its end, and its last line's begin. */
  private int searched;

  private int lineStart;

  private boolean begun;
  private boolean finished;
  private boolean overflowed;

  /** Whether an LF at {@code at} still belongs to the CR that ended the last event. */
  private boolean afterReturn;

  private byte[] array = EMPTY;
  private int offset;
  private int length;
  private boolean plain;
  private @Nullable String name;

  /** Takes the next piece; call {@link #next} until it says no before the next one. */
  public void feed(byte[] bytes) {
    if (at < limit) {
      append(bytes);
    } else {
      buffer = bytes;
      owned = false;
      limit = bytes.length;
      beginAt(0);
    }
  }

  /** The body has ended: what is left is the last event, though no blank line came. */
  public void finish() {
    finished = true;
  }

  /** Goes to the next event that has data and says whether there is one. */
  public boolean next() {
    while (!overflowed && atEvent()) {
      int start = at;
      int end = endIfPlain();
      boolean given = end >= 0;
      if (!given) {
        end = endOfEvent();
        if (end < 0 && !finished) {
          overflowed = limit - start > LONGEST_EVENT;
          return false;
        }
        end = end < 0 ? limit : end;
        given = read(start, end);
      }
      beginAt(end);
      overflowed = end - start > LONGEST_EVENT;
      if (given && !overflowed) {
        return true;
      }
    }
    return false;
  }

  /** Bytes of an event whose end has not come yet. */
  public int held() {
    return limit - at;
  }

  /** Whether an event was longer than {@link #LONGEST_EVENT}; none is given after that. */
  public boolean overflowed() {
    return overflowed;
  }

  /** Where the event's data is; valid until the next call of any method that moves on. */
  public byte[] array() {
    return array;
  }

  /** Where in {@link #array} the data begins. */
  public int offset() {
    return offset;
  }

  /** The length of the data in bytes. */
  public int length() {
    return length;
  }

  /**
   * Whether the event is nothing but {@code "data: "}, the data and two LF, and lies just so around
   * the data in {@link #array}.
   */
  public boolean plain() {
    return plain;
  }

  /** The event's name; null for most, which have none. */
  public @Nullable String name() {
    return name;
  }

  /** Passes what may stand before an event; false where no event is there, or not yet. */
  private boolean atEvent() {
    if (!begun && at < limit) {
      int same = Arrays.mismatch(buffer, at, limit, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
      if (same == limit - at && !finished) {
        return false;
      }
      begun = true;
      if (same < 0 || same == BYTE_ORDER_MARK.length) {
        beginAt(at + BYTE_ORDER_MARK.length);
      }
    }
    if (afterReturn && at < limit) {
      afterReturn = false;
      if (buffer[at] == '\n') {
        beginAt(at + 1);
      }
    }
    return at < limit;
  }

  /** The way of nearly all events: one look, and nothing is copied. */
  private int endIfPlain() {
    int from = at + PLAIN.length;
    if (searched > at || from > limit || !Arrays.equals(buffer, at, from, PLAIN, 0, PLAIN.length)) {
      return -1;
    }
    int lineEnd = LineEnds.first(buffer, from, limit);
    if (lineEnd + 1 >= limit || buffer[lineEnd] != '\n' || buffer[lineEnd + 1] != '\n') {
      return -1;
    }
    array = buffer;
    offset = from;
    length = lineEnd - from;
    plain = true;
    name = null;
    return lineEnd + 2;
  }

  /**
   * Behind the blank line that ends the event, or -1 where it has not come. A comment before an
   * event is taken as one of its own: a flood of them must not pile up.
   */
  private int endOfEvent() {
    int end = LineEnds.first(buffer, searched, limit);
    while (end < limit) {
      boolean ofReturn = buffer[end] == '\n' && end > at && buffer[end - 1] == '\r';
      boolean ends = end == lineStart || (lineStart == at && buffer[at] == ':');
      if (ends && !ofReturn) {
        afterReturn = buffer[end] == '\r';
        return end + 1;
      }
      lineStart = end + 1;
      end = LineEnds.first(buffer, lineStart, limit);
    }
    searched = limit;
    return -1;
  }

  /** Reads the fields of a whole event; false where it has no data. */
  private boolean read(int start, int end) {
    plain = false;
    name = null;
    boolean data = false;
    int line = start;
    while (line < end) {
      int lineEnd = LineEnds.first(buffer, line, end);
      int colon = line;
      while (colon < lineEnd && buffer[colon] != ':') {
        colon++;
      }
      int value = Math.min(colon + 1, lineEnd);
      value += value < lineEnd && buffer[value] == ' ' ? 1 : 0;
      boolean error = is(ERROR, line, colon);
      if (error || is(DATA, line, colon)) {
        add(value, lineEnd, data, end - start);
        data = true;
      }
      if (error) {
        name = "error";
      } else if (is(EVENT, line, colon)) {
        name = new String(buffer, value, lineEnd - value, StandardCharsets.UTF_8);
      }
      line = lineEnd + 1;
    }
    return data;
  }

  private boolean is(byte[] field, int from, int to) {
    return Arrays.equals(buffer, from, to, field, 0, field.length);
  }

  /** One more line of data: the first stays where it is, a second brings them together. */
  private void add(int from, int to, boolean more, int atMost) {
    if (!more) {
      array = buffer;
      offset = from;
      length = to - from;
      return;
    }
    if (array == buffer) {
      byte[] joined = new byte[atMost];
      System.arraycopy(buffer, offset, joined, 0, length);
      array = joined;
      offset = 0;
    }
    array[length++] = '\n';
    System.arraycopy(buffer, from, array, length, to - from);
    length += to - from;
  }

  private void beginAt(int start) {
    at = start;
    searched = start;
    lineStart = start;
  }

  private void append(byte[] bytes) {
    int held = limit - at;
    int needed = held + bytes.length;
    if (!owned || limit + bytes.length > buffer.length) {
      byte[] larger = new byte[Math.max(needed, held * 2)];
      System.arraycopy(buffer, at, larger, 0, held);
      buffer = larger;
      owned = true;
      searched -= at;
      lineStart -= at;
      at = 0;
      limit = held;
    }
    System.arraycopy(bytes, 0, buffer, limit, bytes.length);
    limit += bytes.length;
  }
}
