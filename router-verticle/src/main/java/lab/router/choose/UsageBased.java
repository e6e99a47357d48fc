package lab.router.choose;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import lab.config.Choosing.Score;

/**
 * The best score of latency, success and cost, each normalised over those it is chosen among, where
 * 1 is the worst of them. What is not known of one is taken to be the average of the others. Scores
 * are worked out anew every ten requests, so that one slow answer does not move all traffic.
 */
final class UsageBased implements Scored {
  private final Score weights;
  private final Exploring exploring = new Exploring();
  private final Map<String, Double> scores = new HashMap<>();
  private int left;

  UsageBased(Score weights) {
    this.weights = weights;
  }

  @Override
  public List<Option> order(List<Option> fit, Moment moment, boolean choosing) {
    if (left == 0 || !covers(fit)) {
      scores.clear();
      fit.forEach(option -> scores.put(option.part().seat(), score(option, fit, moment)));
      left = Exploring.TURNS;
    }
    List<Option> order = Ranking.by(fit, moment, this);
    if (!choosing) {
      return order;
    }
    left--;
    return exploring.turn(order, moment);
  }

  @Override
  public double score(Option option, Moment moment) {
    return scores.getOrDefault(option.part().seat(), 1.0);
  }

  private boolean covers(List<Option> fit) {
    for (Option option : fit) {
      if (!scores.containsKey(option.part().seat())) {
        return false;
      }
    }
    return true;
  }

  private double score(Option option, List<Option> fit, Moment moment) {
    return weights.latency() * normal(option, fit, one -> Fastest.seconds(one, moment))
        + weights.success() * normal(option, fit, one -> -success(one, moment))
        + weights.cost() * normal(option, fit, one -> cost(one, moment));
  }

  private static double success(Option option, Moment moment) {
    return moment.board().score(option.provider(), option.model()).success();
  }

  private static double cost(Option option, Moment moment) {
    double cost = Cheapest.cost(option, moment.facts());
    return Double.isInfinite(cost) ? Double.NaN : cost;
  }

  /** From 0 for the least to 1 for the greatest. */
  private static double normal(Option option, List<Option> fit, ToDoubleFunction<Option> measure) {
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    double sum = 0;
    int known = 0;
    for (Option one : fit) {
      double value = measure.applyAsDouble(one);
      if (!Double.isNaN(value)) {
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
        sum += value;
        known++;
      }
    }
    if (known == 0 || greatest == least) {
      return 0;
    }
    double own = measure.applyAsDouble(option);
    return ((Double.isNaN(own) ? sum / known : own) - least) / (greatest - least);
  }

  @Override
  public String measured(Option option, List<Option> fit, Moment moment) {
    return String.format(Locale.ROOT, "score %.2f", 1 - score(option, fit, moment));
  }
}
