package lab.metrics.stats;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How good a provider was, from 0 to 100.
 *
 * <pre>
 * latency      40 points: all up to a p95 to first content of 0.5 s, none from 10 s,
 *                         between them 40 * (1 - ln(p95 / 0.5) / ln(10 / 0.5))
 * errors       30 points: 30 * (1 - rate / 0.10), none from 10 %
 * availability 20 points: 20 * share of the time in which it was in use
 * throughput   10 points: 10 * completion tokens a second / 50 while it writes, all from 50
 * </pre>
 *
 * <p>What was not measured does not count: the points of the rest are put in relation to what they
 * could have been.
 *
 * @param points of all that was measured, from 0 to 100
 * @param parts the points of each part that was measured
 */
record Score(double points, Map<Part, Double> parts) {
  private static final double QUICK_SECONDS = 0.5;
  private static final double SLOW_SECONDS = 10;
  private static final double MOST_ERRORS = 0.10;
  private static final double FAST_TOKENS = 50;

  /** What is judged. */
  enum Part {
    LATENCY(40, "it is slow to begin: give it less weight, or what is wanted at once to others"),
    ERRORS(30, "it fails too often: look at its errors, and keep a fallback behind it"),
    AVAILABILITY(20, "it is away too often: look at its server, and do not rely on it alone"),
    THROUGHPUT(10, "it writes slowly: give it short answers, or fewer of them at a time");

    private final int most;
    private final String advice;

    Part(int most, String advice) {
      this.most = most;
      this.advice = advice;
    }

    /** Points of one who is perfect. */
    int most() {
      return most;
    }
  }

  /**
   * The verdict.
   *
   * @param firstContent 95th percentile of the time to first content in seconds, or null
   * @param errorRate from 0 to 1
   * @param availability from 0 to 1, or null
   * @param tokensPerSecond completion tokens while it writes, or null
   */
  static Score of(
      @Nullable Double firstContent,
      double errorRate,
      @Nullable Double availability,
      @Nullable Double tokensPerSecond) {
    Map<Part, Double> parts = new EnumMap<>(Part.class);
    if (firstContent != null) {
      put(parts, Part.LATENCY, quickness(firstContent));
    }
    put(parts, Part.ERRORS, 1 - errorRate / MOST_ERRORS);
    if (availability != null) {
      put(parts, Part.AVAILABILITY, availability);
    }
    if (tokensPerSecond != null) {
      put(parts, Part.THROUGHPUT, tokensPerSecond / FAST_TOKENS);
    }
    double reached = parts.values().stream().mapToDouble(Double::doubleValue).sum();
    int most = parts.keySet().stream().mapToInt(Part::most).sum();
    return new Score(100 * reached / most, parts);
  }

  private static double quickness(double seconds) {
    return 1 - Math.log(seconds / QUICK_SECONDS) / Math.log(SLOW_SECONDS / QUICK_SECONDS);
  }

  private static void put(Map<Part, Double> parts, Part part, double share) {
    parts.put(part, part.most() * Math.clamp(share, 0, 1));
  }

  /** From A, 90 points and more, by tens to F, less than 60. */
  char grade() {
    return points >= 90 ? 'A' : points >= 80 ? 'B' : points >= 70 ? 'C' : points >= 60 ? 'D' : 'F';
  }

  /** What to do about the part that is furthest from its most. */
  String recommendation() {
    return grade() == 'A'
        ? "it is good as it is"
        : Arrays.stream(Part.values())
            .filter(parts::containsKey)
            .min(Comparator.comparingDouble(part -> parts.getOrDefault(part, 0.0) / part.most()))
            .orElseThrow()
            .advice;
  }
}
