package lab.router.board;

import lab.router.board.Board.Score;

/**
 * How a provider's model did within the last minutes.
 *
 * @param attempts attempts that say something of it
 * @param success the share of them that succeeded, newer ones counting more; 1 where there are none
 * @param firstContent time to the first content of streams
 * @param perToken time per token of complete answers, from the request to the last byte
 */
public record Figures(long attempts, double success, Times firstContent, Times perToken) {
  /** Nothing is known. */
  public static final Figures UNKNOWN = new Figures(0, 1, Times.UNKNOWN, Times.UNKNOWN);

  /**
   * Two quantiles of a time.
   *
   * @param count how many times they are drawn from
   * @param p50 in seconds; NaN where nothing is known
   * @param p95 likewise
   */
  public record Times(long count, double p50, double p95) {
    /** Nothing is known. */
    public static final Times UNKNOWN = new Times(0, Double.NaN, Double.NaN);
  }

  /** What decisions use of it. */
  Score score() {
    return new Score(attempts, success, firstContent.p95(), perToken.p95());
  }
}
