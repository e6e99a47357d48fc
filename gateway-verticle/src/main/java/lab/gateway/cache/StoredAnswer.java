package lab.gateway.cache;

import java.time.Duration;
import lab.contract.Candidate;
import lab.contract.Usage;
import org.jspecify.annotations.Nullable;

/**
 * A complete good answer, as one client got it.
 *
 * @param answer its bytes
 * @param by who gave it
 * @param fallback whether another model gave it than the one that was meant
 * @param storedAt milliseconds since 1970
 * @param keptFor how long it is one
 * @param took how long its client waited for all of it
 * @param pace when its pieces came
 */
record StoredAnswer(
    Answer answer,
    Candidate by,
    boolean fallback,
    long storedAt,
    Duration keptFor,
    Duration took,
    Pace pace) {

  /** What it takes in memory besides its bytes, about. */
  private static final int OVERHEAD = 400;

  private static final int OVERHEAD_OF_A_PIECE = 24;

  /** Bytes in memory, about. */
  int weight() {
    int ofPieces = answer.pieces().size() * OVERHEAD_OF_A_PIECE + pace.length() * Integer.BYTES;
    return OVERHEAD + ofPieces + answer.length();
  }

  /** How old it is, never negative: the clocks of two nodes differ. */
  Duration age(long now) {
    return Duration.ofMillis(Math.max(0, now - storedAt));
  }

  /**
   * Whether it is still one.
   *
   * @param oldest what the request bears, or null
   */
  boolean isFresh(long now, @Nullable Duration oldest) {
    Duration age = age(now);
    return age.compareTo(keptFor) < 0 && (oldest == null || age.compareTo(oldest) < 0);
  }

  /** Tokens that were counted for it. */
  Usage usage() {
    return answer.usage();
  }
}
