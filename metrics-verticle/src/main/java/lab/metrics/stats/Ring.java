package lab.metrics.stats;

import org.jspecify.annotations.Nullable;

/**
 * What happened within a window, in slices of equal length: the newest is written over the oldest.
 * Only the slice under way takes the room of a histogram; those that are over are packed. Not safe
 * on several threads.
 */
final class Ring {
  /** The one under way included. */
  static final int SLICES = 12;

  private final long sliceMillis;
  private final @Nullable Slice[] over = new Slice[SLICES];
  private @Nullable Tally live;
  private long index;

  private record Slice(long index, Tally.Packed held) {}

  Ring(Window window) {
    this.sliceMillis = window.slice();
  }

  /**
   * The slice under way.
   *
   * @param now milliseconds of a clock that does not go back
   */
  Tally at(long now) {
    goTo(now);
    if (live == null) {
      live = Tally.ofSlice();
    }
    return live;
  }

  private void goTo(long now) {
    long reached = now / sliceMillis;
    if (reached <= index) {
      return;
    }
    if (live != null) {
      if (live.isEmpty()) {
        // Nobody asked for it for a whole slice: it gives its room back.
        live = null;
      } else {
        over[place(index)] = new Slice(index, live.packed());
        live.clear();
      }
    }
    index = reached;
  }

  /** Adds what is in the window to a tally. */
  void addTo(Tally sum, long now) {
    goTo(now);
    for (Slice slice : over) {
      if (slice != null && slice.index > index - SLICES) {
        sum.add(slice.held);
      }
    }
    if (live != null && !live.isEmpty()) {
      sum.add(live.packed());
    }
  }

  /** Whether nothing is in the window. */
  boolean isEmpty(long now) {
    goTo(now);
    boolean none = live == null || live.isEmpty();
    for (Slice slice : over) {
      none &= slice == null || slice.index <= index - SLICES;
    }
    return none;
  }

  /** Since when the window tells, on the clock of {@code now}. */
  long since(long now) {
    return (now / sliceMillis - SLICES + 1) * sliceMillis;
  }

  /** Bytes that packed slices take. */
  long packedBytes() {
    long bytes = 0;
    for (Slice slice : over) {
      bytes += slice == null ? 0 : slice.held.bytes();
    }
    return bytes;
  }

  private static int place(long index) {
    return (int) (index % SLICES);
  }
}
