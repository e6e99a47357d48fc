package lab.metrics.stats;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What happened to one name, in all windows. Safe on every thread: whoever counts holds the lock
 * for some additions, and whoever reads for the packing of a slice.
 */
final class Series {
  private final Map<Window, Ring> rings = new EnumMap<>(Window.class);

  Series() {
    for (Window window : Window.values()) {
      rings.put(window, new Ring(window));
    }
  }

  /** Counts something in every window. */
  synchronized void count(long now, Consumer<Tally> something) {
    rings.values().forEach(ring -> something.accept(ring.at(now)));
  }

  /** Adds what is in a window to a tally. */
  synchronized void addTo(Tally sum, Window window, long now) {
    ring(window).addTo(sum, now);
  }

  /** Since when a window tells. */
  synchronized long since(Window window, long now) {
    return ring(window).since(now);
  }

  /** Whether nothing happened within the widest window. */
  synchronized boolean isIdle(long now) {
    return ring(Window.HOUR).isEmpty(now);
  }

  /** Bytes that packed slices take. */
  synchronized long packedBytes() {
    return rings.values().stream().mapToLong(Ring::packedBytes).sum();
  }

  /** Every window has its ring; the map's type can not say so. */
  private Ring ring(Window window) {
    return Objects.requireNonNull(rings.get(window));
  }
}
