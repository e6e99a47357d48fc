package lab.app.trace;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** How many spans wait to be delivered, and how many never were. Any thread. */
final class LostSpans {
  private final AtomicInteger waiting = new AtomicInteger();
  private final LongAdder full = new LongAdder();
  private final LongAdder undelivered = new LongAdder();

  /**
   * One more has ended.
   *
   * @param room for so many that wait
   * @return whether it may wait; else it is lost
   */
  boolean mayWait(int room) {
    if (waiting.getAndIncrement() < room) {
      return true;
    }
    int unused = waiting.decrementAndGet();
    full.increment();
    return false;
  }

  /** So many of those that waited are on their way. */
  void sent(int spans) {
    int unused = waiting.addAndGet(-spans);
  }

  /** So many that were on their way did not arrive. */
  void undelivered(int spans) {
    undelivered.add(spans);
  }

  /** Those that found no room. */
  long full() {
    return full.sum();
  }

  /** Those that the collector did not take. */
  long undelivered() {
    return undelivered.sum();
  }
}
