package lab.gateway.cache;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import lab.contract.Usage;

/** What the cache of a node has done since it started. Any thread. */
public final class CacheStats {
  private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);
  private final LongAdder savedTokens = new LongAdder();
  private final LongAdder savedMillis = new LongAdder();
  private final LongAdder stored = new LongAdder();

  /** What became of a request's look-up. */
  public enum Outcome {
    /** An answer was there. */
    HIT,
    /** Another request's answer, as it came. */
    SHARED,
    /** None was there. */
    MISS,
    /** Nothing was looked up. */
    BYPASS;

    /** The value in metrics. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  CacheStats() {
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, new LongAdder());
    }
  }

  void had(Outcome outcome) {
    adder(outcome).increment();
  }

  private LongAdder adder(Outcome outcome) {
    return Objects.requireNonNull(outcomes.get(outcome));
  }

  void stored() {
    stored.increment();
  }

  void saved(Usage usage, Duration took) {
    savedTokens.add(usage.total());
    savedMillis.add(took.toMillis());
  }

  /** How many requests had one of these outcomes. */
  public long count(Outcome... of) {
    long sum = 0;
    for (Outcome outcome : of) {
      sum += adder(outcome).sum();
    }
    return sum;
  }

  /** Answers that were kept. */
  public long storedCount() {
    return stored.sum();
  }

  /** Tokens that no provider had to count again. */
  public long savedTokens() {
    return savedTokens.sum();
  }

  /** Time that providers did not have to spend again. */
  public Duration savedTime() {
    return Duration.ofMillis(savedMillis.sum());
  }

  /** The share of look-ups that found an answer, 0 to 1; 0 where there were none. */
  public double hitRate() {
    long found = count(Outcome.HIT, Outcome.SHARED);
    long all = found + count(Outcome.MISS);
    return all == 0 ? 0 : (double) found / all;
  }
}
