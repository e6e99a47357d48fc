package lab.metrics.stats;

/**
 * How far back is looked. Each is {@link Ring#SLICES} slices of equal length, the last of which is
 * under way: what is told of is between eleven and twelve twelfths of it.
 */
enum Window {
  MINUTE(1),
  FIVE_MINUTES(5),
  HOUR(60);

  private static final long MILLIS_PER_MINUTE = 60_000;

  private final int minutes;

  Window(int minutes) {
    this.minutes = minutes;
  }

  int minutes() {
    return minutes;
  }

  /** The name in answers: {@code 5m}. */
  String label() {
    return minutes + "m";
  }

  /** How long a slice is, in milliseconds. */
  long slice() {
    return minutes * MILLIS_PER_MINUTE / Ring.SLICES;
  }
}
