package lab.metrics.stats;

import lab.contract.CallFinished.Stats.Count;
import org.jspecify.annotations.Nullable;

/** What several nodes have counted, of one name or of several, within one window. */
final class Figures {
  private static final double MILLIS = 1_000;

  private final Tally sum = Tally.ofMany();
  private double perSecond;
  private double tokensPerSecond;
  private long millis;

  /** Adds what a node has counted. Nodes have seen different parts of a window: rates add up. */
  void add(Count count) {
    sum.add(count);
    double seconds = count.millis() / MILLIS;
    long tokens = of(count, Sum.PROMPT_TOKENS) + of(count, Sum.COMPLETION_TOKENS);
    perSecond += of(count, Sum.ENDED) / seconds;
    tokensPerSecond += tokens / seconds;
    millis = Math.max(millis, count.millis());
  }

  private static long of(Count count, Sum what) {
    return count.sums().getOrDefault(what.label(), 0L);
  }

  Tally sum() {
    return sum;
  }

  /** What ended each second. */
  double perSecond() {
    return perSecond;
  }

  /** Tokens of both kinds each second. */
  double tokensPerSecond() {
    return tokensPerSecond;
  }

  /** How much of the window somebody has seen. */
  double seconds() {
    return millis / MILLIS;
  }

  /** The share that failed, of what was not given up by clients; null where there was nothing. */
  @Nullable Double errorRate() {
    return share(Sum.FAILED, sum.get(Sum.ENDED) - sum.get(Sum.CANCELLED));
  }

  /** The share of looks that found it in use; null where nobody looked. */
  @Nullable Double availability() {
    return share(Sum.SERVED, sum.get(Sum.LOOKS));
  }

  /** Completion tokens a second while it writes; null where it wrote nothing. */
  @Nullable Double writingSpeed() {
    Double perMilli = share(Sum.WRITTEN_TOKENS, sum.get(Sum.WRITING_MILLIS));
    return perMilli == null ? null : perMilli * MILLIS;
  }

  private @Nullable Double share(Sum part, long whole) {
    return whole <= 0 ? null : (double) sum.get(part) / whole;
  }

  /** The 95th percentile of the time to first content in seconds; null where none came. */
  @Nullable Double firstContent() {
    return sum.firstContent().isEmpty() ? null : sum.firstContent().millis(95) / MILLIS;
  }

  /** The verdict on a provider; null where nothing was asked of it. */
  @Nullable Score score() {
    Double errors = errorRate();
    return errors == null ? null : Score.of(firstContent(), errors, availability(), writingSpeed());
  }
}
