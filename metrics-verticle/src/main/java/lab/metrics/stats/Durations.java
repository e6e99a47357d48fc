package lab.metrics.stats;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.IntCountsHistogram;

/**
 * Durations with an error of less than a hundredth, in tenths of milliseconds; what takes longer
 * than an hour counts as an hour. Not safe on several threads.
 */
final class Durations {
  private static final int DIGITS = 2;
  private static final long UNIT_NANOS = 100_000;
  private static final double UNITS_PER_MILLI = 10;
  private static final long LONGEST = Duration.ofHours(1).toNanos() / UNIT_NANOS;
  private static final byte[] NONE = {};

  private final AbstractHistogram held;

  private Durations(AbstractHistogram held) {
    this.held = held;
  }

  /** For one slice of one node: small counts. */
  static Durations ofSlice() {
    return new Durations(new IntCountsHistogram(DIGITS));
  }

  /** For what many have counted. */
  static Durations ofMany() {
    return new Durations(new Histogram(DIGITS));
  }

  void add(Duration took) {
    held.recordValue(Math.clamp(took.toNanos() / UNIT_NANOS, 0, LONGEST));
  }

  /** Adds what {@link #packed()} gave, on whatever node. */
  void add(byte[] packed) {
    if (packed.length > 0) {
      held.add(Histogram.decodeFromByteBuffer(ByteBuffer.wrap(packed), 0));
    }
  }

  void clear() {
    held.reset();
  }

  /** Some hundred bytes, or none where there is nothing. */
  byte[] packed() {
    if (isEmpty()) {
      return NONE;
    }
    ByteBuffer buffer = ByteBuffer.allocate(held.getNeededByteBufferCapacity());
    int length = held.encodeIntoByteBuffer(buffer);
    return Arrays.copyOf(buffer.array(), length);
  }

  boolean isEmpty() {
    return held.getTotalCount() == 0;
  }

  /**
   * The duration that so large a share does not exceed, in milliseconds.
   *
   * @param percentile from 0 to 100
   */
  double millis(double percentile) {
    return held.getValueAtPercentile(percentile) / UNITS_PER_MILLI;
  }
}
