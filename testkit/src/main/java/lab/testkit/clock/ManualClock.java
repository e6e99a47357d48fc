package lab.testkit.clock;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is advanced. */
public final class ManualClock implements InstantSource {
  /** Where a clock stands that nobody told otherwise: a round moment, easy to read in a failure. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicReference<Instant> now;

  private ManualClock(Instant start) {
    now = new AtomicReference<>(start);
  }

  /** A clock at {@link #START}. */
  public static ManualClock atStart() {
    return new ManualClock(START);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /**
   * Lets time pass.
   *
   * @param time 0 or more: time does not run backwards
   * @return the new now
   */
  @CanIgnoreReturnValue
  public Instant advance(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time is " + time + "; it does not run backwards");
    }
    return now.updateAndGet(before -> before.plus(time));
  }
}
