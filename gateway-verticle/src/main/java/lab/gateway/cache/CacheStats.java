package lab.gateway.cache;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import lab.contract.CacheOutcome;
import lab.contract.Usage;

/** What the cache of a node has done since it started. Any thread. */
public final class CacheStats {
  private final Map<CacheOutcome, LongAdder> outcomes = new EnumMap<>(CacheOutcome.class);
  private final LongAdder savedTokens = new LongAdder();
  private final LongAdder savedMillis = new LongAdder();
  private final LongAdder stored = new LongAdder();

  CacheStats() {
    for (CacheOutcome outcome : CacheOutcome.values()) {
      outcomes.put(outcome, new LongAdder());
    }
  }

  void had(CacheOutcome outcome) {
    adder(outcome).increment();
  }

  private LongAdder adder(CacheOutcome outcome) {
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
  public long count(CacheOutcome... of) {
    long sum = 0;
    for (CacheOutcome outcome : of) {
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
    long found = count(CacheOutcome.HIT, CacheOutcome.SHARED);
    long all = found + count(CacheOutcome.MISS);
    return all == 0 ? 0 : (double) found / all;
  }
}
