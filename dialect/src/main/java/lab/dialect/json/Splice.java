package lab.dialect.json;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Edits of one JSON text, made at once; every byte that no edit names stays as it is. Edits may be
 * given in any order and must not overlap.
 */
public final class Splice {
  private static final class Edit {
    final int start;
    final int end;
    final byte[] with;

    Edit(int start, int end, byte[] with) {
      this.start = start;
      this.end = end;
      this.with = with;
    }
  }

  private static final byte[] NOTHING = {};

  private static final Comparator<Edit> IN_ORDER =
      Comparator.comparingInt((Edit edit) -> edit.start).thenComparingInt(edit -> edit.end);

  private final byte[] text;
  private final int from;
  private final int to;
  private final List<Edit> edits = new ArrayList<>(4);

  /** Edits of {@code text} from {@code from} to {@code to}. */
  public Splice(byte[] text, int from, int to) {
    this.text = text;
    this.from = from;
    this.to = to;
  }

  /** Puts other bytes in a place; an insertion where {@code start} is {@code end}. */
  public void replace(int start, int end, byte[] with) {
    edits.add(new Edit(start, end, with));
  }

  /**
   * Takes a member out of its object, with the comma that has no use any more.
   *
   * @param keyStart where its key begins
   * @param valueEnd behind its value
   * @param keptBefore whether a member before it stays
   */
  public void remove(int keyStart, int valueEnd, boolean keptBefore) {
    if (keptBefore) {
      edits.add(new Edit(commaBefore(keyStart), valueEnd, NOTHING));
    } else {
      edits.add(new Edit(keyStart, commaAfter(valueEnd), NOTHING));
    }
  }

  /** Whether there is anything to do. */
  public boolean isEmpty() {
    return edits.isEmpty();
  }

  /** The edited text. */
  public byte[] bytes() {
    // Stable: what is inserted at a place comes before what is taken away there.
    edits.sort(IN_ORDER);
    int length = to - from;
    for (Edit edit : edits) {
      length += edit.with.length - (edit.end - edit.start);
    }
    byte[] result = new byte[length];
    int read = from;
    int written = 0;
    for (Edit edit : edits) {
      System.arraycopy(text, read, result, written, edit.start - read);
      written += edit.start - read;
      System.arraycopy(edit.with, 0, result, written, edit.with.length);
      written += edit.with.length;
      read = edit.end;
    }
    System.arraycopy(text, read, result, written, to - read);
    return result;
  }

  private int commaBefore(int keyStart) {
    int at = keyStart - 1;
    while (text[at] != ',') {
      at--;
    }
    return at;
  }

  /** Behind the comma that follows, or the very place where the object ends instead. */
  private int commaAfter(int valueEnd) {
    int at = valueEnd;
    while (text[at] != ',' && text[at] != '}') {
      at++;
    }
    return text[at] == ',' ? at + 1 : valueEnd;
  }
}
