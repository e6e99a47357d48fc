package lab.testkit.demo;

import java.time.Duration;

/**
 * How fast a simulated model speaks.
 *
 * @param firstTokenLeast wait before the first token, at least
 * @param firstTokenMost wait before the first token, at most
 * @param perToken wait before each further token
 */
public record Pace(Duration firstTokenLeast, Duration firstTokenMost, Duration perToken) {
  /** About as a local model on a good card: 30 tokens a second. */
  public static final Pace HUMAN =
      new Pace(Duration.ofMillis(150), Duration.ofMillis(400), Duration.ofMillis(33));

  /** No waits at all. */
  public static final Pace FULL_SPEED = new Pace(Duration.ZERO, Duration.ZERO, Duration.ZERO);

  private static final int SLOWNESS = 12;

  public Pace {
    if (firstTokenLeast.compareTo(firstTokenMost) > 0) {
      throw new IllegalArgumentException(
          "the first token comes after "
              + firstTokenLeast
              + " at least and "
              + firstTokenMost
              + " at most");
    }
  }

  /** The wait before the first token of this answer: the same for the same text. */
  Duration firstToken(String question) {
    long spread = firstTokenMost.minus(firstTokenLeast).toMillis() + 1;
    return firstTokenLeast.plusMillis(Math.floorMod(question.hashCode(), spread));
  }

  /** The wait for a whole answer of so many tokens. */
  Duration whole(String question, int tokens) {
    return firstToken(question).plus(perToken.multipliedBy(tokens));
  }

  Pace slowed() {
    return new Pace(
        firstTokenLeast.multipliedBy(SLOWNESS),
        firstTokenMost.multipliedBy(SLOWNESS),
        perToken.multipliedBy(SLOWNESS));
  }
}
