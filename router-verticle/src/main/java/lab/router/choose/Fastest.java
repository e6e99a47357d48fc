package lab.router.choose;

import java.util.List;
import java.util.Locale;
import lab.router.board.Board.Score;

/**
 * The lowest p95: of the time to first content for a stream, else of the time per token. Those not
 * measured yet come after those that are, in the order of the list; so that they are measured at
 * all, every so often one of them is tried first.
 */
final class Fastest implements Scored {
  private final Exploring exploring = new Exploring();

  @Override
  public List<Option> order(List<Option> fit, Moment moment, boolean choosing) {
    List<Option> order = Ranking.by(fit, moment, this);
    return choosing ? exploring.turn(order, moment) : order;
  }

  @Override
  public double score(Option option, Moment moment) {
    double seconds = seconds(option, moment);
    return Double.isNaN(seconds) ? Double.MAX_VALUE : seconds;
  }

  /** NaN where it is not known. */
  static double seconds(Option option, Moment moment) {
    Score score = moment.board().score(option.provider(), option.model());
    return moment.streamed() ? score.firstContent() : score.perToken();
  }

  @Override
  public String measured(Option option, List<Option> fit, Moment moment) {
    double seconds = seconds(option, moment);
    return Double.isNaN(seconds)
        ? "not measured yet"
        : String.format(Locale.ROOT, "p95 %.3f s", seconds);
  }
}
