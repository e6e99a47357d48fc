package lab.router.choose;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lab.router.board.Board.Score;

/**
 * Smooth round robin by weights that move with what is observed: down with failures, up to twice or
 * down to half of themselves with the time to first content. A weight never falls below a twentieth
 * of itself, so that a provider that got well again is found out. Weights are worked out anew every
 * ten requests.
 */
final class AdaptiveWeighted implements Ordering {
  private static final double LEAST = 0.05;
  private static final double FASTEST = 2;

  private final Map<String, Double> weights = new HashMap<>();
  private final RoundRobin turns = new RoundRobin(this::weight);
  private int left;

  @Override
  public List<Option> order(List<Option> fit, Moment moment, boolean choosing) {
    if (left == 0) {
      weights.clear();
      left = Exploring.TURNS;
    }
    for (Option option : fit) {
      if (!weights.containsKey(option.part().seat())) {
        weights.put(option.part().seat(), moved(option, fit, moment));
      }
    }
    left -= choosing ? 1 : 0;
    return turns.order(fit, moment, choosing);
  }

  private double weight(Option option, Moment moment) {
    return weights.getOrDefault(option.part().seat(), moment.weight(option));
  }

  private static double moved(Option option, List<Option> fit, Moment moment) {
    Score score = moment.board().score(option.provider(), option.model());
    double factor = score.success() * score.success() * swiftness(score, fit, moment);
    return moment.weight(option) * Math.max(LEAST, factor);
  }

  /** The average time of all to its own, within bounds; 1 where it is not known. */
  private static double swiftness(Score score, List<Option> fit, Moment moment) {
    double sum = 0;
    int known = 0;
    for (Option one : fit) {
      double seconds = moment.board().score(one.provider(), one.model()).firstContent();
      if (!Double.isNaN(seconds)) {
        sum += seconds;
        known++;
      }
    }
    double own = score.firstContent();
    if (known == 0 || Double.isNaN(own) || own <= 0) {
      return 1;
    }
    return Math.clamp(sum / known / own, 1 / FASTEST, FASTEST);
  }

  @Override
  public String measured(Option option, List<Option> fit, Moment moment) {
    return turns.measured(option, fit, moment);
  }
}
