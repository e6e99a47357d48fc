package lab.gateway.cache;

import java.util.Arrays;
import java.util.function.LongSupplier;

/** How long after one piece of an answer the next one came. Immutable. */
final class Pace {
  /** What is not known: all at once. */
  static final Pace UNKNOWN = new Pace(new int[0]);

  /** Longer pauses are kept as this; nobody wants to wait for a provider's bad moment again. */
  static final int LONGEST_MILLIS = 2_000;

  private final int[] millis;

  private Pace(int[] millis) {
    this.millis = millis;
  }

  /**
   * What was kept of one.
   *
   * @param millis before each piece
   */
  static Pace of(int... millis) {
    return new Pace(Arrays.stream(millis).map(Pace::bounded).toArray());
  }

  private static int bounded(long millis) {
    return Math.clamp(millis, 0, LONGEST_MILLIS);
  }

  /** Milliseconds before a piece, from 0 to {@link #LONGEST_MILLIS}. */
  int before(int piece) {
    return piece < millis.length ? millis[piece] : 0;
  }

  /** Of how many pieces it is known. */
  int length() {
    return millis.length;
  }

  /** Notes when pieces come. One thread. */
  static final class Watch {
    /** Pieces of a stream; a whole answer is one. */
    private static final int USUAL = 64;

    private static final int NANOS = 1_000_000;

    private final LongSupplier nanoTime;
    private int[] millis = new int[1];
    private int length;
    private long last;

    Watch(LongSupplier nanoTime) {
      this.nanoTime = nanoTime;
    }

    /** A piece has come. */
    void came() {
      long now = nanoTime.getAsLong();
      if (length == millis.length) {
        millis = Arrays.copyOf(millis, Math.max(USUAL, 2 * length));
      }
      millis[length] = length == 0 ? 0 : bounded((now - last) / NANOS);
      length++;
      last = now;
    }

    /** The pace so far. */
    Pace pace() {
      return new Pace(Arrays.copyOf(millis, length));
    }
  }
}
