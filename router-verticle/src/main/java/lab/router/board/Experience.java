package lab.router.board;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import lab.contract.AttemptOutcome;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.FailureKind;
import lab.contract.ProviderDigest.OfModel;
import lab.router.board.Figures.Times;
import org.jspecify.annotations.Nullable;

/**
 * What became of attempts within a sliding window, by slices of time. Written on every thread
 * without waiting; takes the same room however many attempts there are.
 */
final class Experience {
  /** How far back it remembers: the answers of a large model take a minute each. */
  static final Duration WINDOW = Duration.ofMinutes(5);

  private static final int SLICES = 10;
  private static final long SLICE_MILLIS = WINDOW.toMillis() / SLICES;

  /** How much an attempt counts for the share of successes, against one of the next slice. */
  private static final double FADING = 0.8;

  private final AtomicReferenceArray<@Nullable Slice> slices = new AtomicReferenceArray<>(SLICES);

  private static final class Slice {
    private final long number;
    private final LongAdder attempts = new LongAdder();
    private final LongAdder successes = new LongAdder();
    private final Histogram firstContent = new Histogram();
    private final Histogram perToken = new Histogram();

    Slice(long number) {
      this.number = number;
    }
  }

  void note(AttemptOutcome outcome, Instant now) {
    Slice slice = slice(now.toEpochMilli() / SLICE_MILLIS);
    Duration first = outcome.toFirstContent();
    if (first != null && outcome.streamed()) {
      slice.firstContent.record(seconds(first));
    }
    switch (outcome.ending()) {
      case Ending.Succeeded _ -> {
        slice.successes.increment();
        slice.attempts.increment();
        long tokens = outcome.usage().completionTokens();
        if (tokens > 0) {
          slice.perToken.record(seconds(outcome.took()) / tokens);
        }
      }
      case Ending.Failed(FailureKind kind, _, _) when itsFault(kind) -> slice.attempts.increment();
      case Ending.Failed _, Ending.Abandoned _ -> {}
    }
  }

  /** Takes in what another node counted: each attempt by the moment at which it is heard of. */
  void note(OfModel elsewhere, Instant now) {
    Slice slice = slice(now.toEpochMilli() / SLICE_MILLIS);
    int ended = elsewhere.successes() + elsewhere.unreached();
    for (Map.Entry<FailureKind, Integer> failed : elsewhere.failures().entrySet()) {
      ended += itsFault(failed.getKey()) ? failed.getValue() : 0;
    }
    slice.successes.add(elsewhere.successes());
    slice.attempts.add(ended);
    elsewhere.firstContent().forEach(slice.firstContent::add);
    elsewhere.perToken().forEach(slice.perToken::add);
  }

  private static boolean itsFault(FailureKind kind) {
    return switch (kind) {
      case AUTH, CREDITS, RATE, OVERLOAD, LOADING, SERVER, TIMEOUT, NOT_FOUND -> true;
      case TOO_LONG, FILTERED, BAD_REQUEST, CANCELLED -> false;
    };
  }

  private Slice slice(long number) {
    int at = (int) Math.floorMod(number, (long) SLICES);
    Slice there = slices.get(at);
    while (there == null || there.number < number) {
      Slice fresh = new Slice(number);
      if (slices.compareAndSet(at, there, fresh)) {
        return fresh;
      }
      there = slices.get(at);
    }
    // A newer one is there where the clock was set back: it takes the attempt in.
    return there;
  }

  /** What it comes to. */
  Figures figures(Instant now) {
    long newest = now.toEpochMilli() / SLICE_MILLIS;
    List<Slice> live = live(newest);
    if (live.isEmpty()) {
      return Figures.UNKNOWN;
    }
    long attempts = 0;
    double weighed = 0;
    double succeeded = 0;
    for (Slice slice : live) {
      double weight = Math.pow(FADING, (double) Math.max(0, newest - slice.number));
      long ended = slice.attempts.sum();
      attempts += ended;
      weighed += weight * ended;
      // Others write meanwhile: an attempt may be in one sum and not yet in the other.
      succeeded += weight * Math.min(ended, slice.successes.sum());
    }
    return new Figures(
        attempts,
        weighed == 0 ? 1 : succeeded / weighed,
        times(live, slice -> slice.firstContent),
        times(live, slice -> slice.perToken));
  }

  /** Adds the times to first content of late to sums by bucket. */
  void addFirstContent(long[] sums, Instant now) {
    live(now.toEpochMilli() / SLICE_MILLIS).forEach(slice -> slice.firstContent.addTo(sums));
  }

  private List<Slice> live(long newest) {
    List<Slice> live = new ArrayList<>(SLICES);
    for (int at = 0; at < SLICES; at++) {
      Slice slice = slices.get(at);
      if (slice != null && slice.number > newest - SLICES) {
        live.add(slice);
      }
    }
    return live;
  }

  private static Times times(List<Slice> live, Function<Slice, Histogram> of) {
    long[] sums = new long[Histogram.BUCKETS];
    live.forEach(slice -> of.apply(slice).addTo(sums));
    return Histogram.times(sums);
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
