package lab.metrics;

import java.util.function.DoubleSupplier;

/**
 * How much something that only grows has grown within the last minute: it is read once a second, so
 * that counting costs nothing more.
 */
final class Recent {
  private static final int SECONDS = 60;

  private final DoubleSupplier total;
  private final double[] readings = new double[SECONDS];
  private int next;

  Recent(DoubleSupplier total) {
    this.total = total;
  }

  /** A second has passed. */
  synchronized void tick() {
    readings[next] = total.getAsDouble();
    next = (next + 1) % SECONDS;
  }

  /** By how much it has grown since the reading a minute ago, or since the start. */
  synchronized double growth() {
    return total.getAsDouble() - readings[next];
  }
}
