package lab.gateway.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The answers that a node keeps itself, bounded by their bytes. Any thread. */
final class MemoryStore {
  private final Cache<String, StoredAnswer> answers;
  private final LongAdder evictions = new LongAdder();

  /**
   * @param mostBytes of all answers
   * @param ticker by which they expire
   */
  MemoryStore(long mostBytes, Ticker ticker) {
    answers =
        Caffeine.newBuilder()
            .maximumWeight(mostBytes)
            .weigher((String key, StoredAnswer answer) -> key.length() + answer.weight())
            .expireAfter(Expiry.creating((String key, StoredAnswer answer) -> answer.keptFor()))
            .ticker(ticker)
            .evictionListener((key, answer, cause) -> evictions.increment())
            // What an eviction costs is too little for another thread.
            .executor(Runnable::run)
            .build();
  }

  @Nullable StoredAnswer get(String key) {
    return answers.getIfPresent(key);
  }

  void put(String key, StoredAnswer answer) {
    answers.put(key, answer);
  }

  void delete(Collection<String> keys) {
    answers.invalidateAll(keys);
  }

  void flush() {
    answers.invalidateAll();
  }

  long entries() {
    return answers.estimatedSize();
  }

  /** Bytes of all answers. */
  long bytes() {
    return answers.policy().eviction().orElseThrow().weightedSize().orElse(0);
  }

  long evictions() {
    return evictions.sum();
  }

  /** How long answers are kept, on the average. */
  Duration averageTtl() {
    double seconds =
        answers.asMap().values().stream()
            .mapToLong(answer -> answer.keptFor().toSeconds())
            .average()
            .orElse(0);
    return Duration.ofSeconds(Math.round(seconds));
  }
}
