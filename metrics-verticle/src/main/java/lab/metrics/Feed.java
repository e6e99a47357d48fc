package lab.metrics;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import lab.contract.CallFinished;
import lab.contract.CallFinished.Lately;
import lab.contract.CallFinished.Past;
import lab.contract.CallFinished.Since;
import org.jspecify.annotations.Nullable;

/**
 * The requests that ended lately on this node, the oldest written over by the newest.
 *
 * <p>Safe on every thread; who writes never waits.
 */
public final class Feed {
  /** How many are kept. */
  static final int SIZE = 1_024;

  private final InstantSource clock;
  private final CallMeters calls;
  private final AtomicLong last = new AtomicLong();
  private final AtomicReferenceArray<@Nullable Ended> ring = new AtomicReferenceArray<>(SIZE);

  private record Ended(long number, long atMillis, CallFinished call) {}

  /**
   * @param calls knows the prices
   */
  Feed(InstantSource clock, CallMeters calls) {
    this.clock = clock;
    this.calls = calls;
  }

  /** A request of a client has ended. */
  public void note(CallFinished call) {
    long number = last.incrementAndGet();
    ring.set(slot(number), new Ended(number, clock.millis(), call));
  }

  /** What is asked for, as far as it is still there. */
  public Lately since(Since asked) {
    long newest = last.get();
    if (asked.after() == Long.MAX_VALUE) {
      return new Lately(newest, List.of());
    }
    Deque<Past> found = new ArrayDeque<>();
    long number = Math.max(asked.after(), newest - SIZE);
    while (number < newest) {
      Ended ended = ring.get(slot(number + 1));
      if (ended == null || ended.number() <= number) {
        // It is being written: whoever asks again begins with it.
        break;
      }
      number++;
      if (ended.number() == number) {
        found.addLast(past(ended));
      }
    }
    while (found.size() > asked.most()) {
      Past unused = found.removeFirst();
    }
    return new Lately(number, List.copyOf(found));
  }

  private Past past(Ended ended) {
    return new Past(
        ended.number(),
        Instant.ofEpochMilli(ended.atMillis()),
        ended.call(),
        calls.cost(ended.call()));
  }

  private static int slot(long number) {
    return (int) (number % SIZE);
  }
}
