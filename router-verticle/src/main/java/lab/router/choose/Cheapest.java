package lab.router.choose;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lab.config.Price;
import lab.contract.RequestFacts;

/**
 * The cheapest, for this request; a larger model within a tenth of its cost comes before it. Where
 * no price is known, a local model costs nothing and another one more than any.
 */
record Cheapest() implements Scored {
  private static final double CLOSE = 1.1;

  @Override
  public List<Option> order(List<Option> fit, Moment moment, boolean choosing) {
    List<Option> order = new ArrayList<>(Ranking.by(fit, moment, this));
    double limit = cost(order.getFirst(), moment.facts()) * CLOSE;
    int best = 0;
    for (int i = 1; i < order.size() && cost(order.get(i), moment.facts()) <= limit; i++) {
      best = order.get(i).nature().size() > order.get(best).nature().size() ? i : best;
    }
    order.addFirst(order.remove(best));
    return order;
  }

  @Override
  public double score(Option option, Moment moment) {
    return cost(option, moment.facts());
  }

  /** What the request costs there; where it tells no lengths, one token each way. */
  static double cost(Option option, RequestFacts facts) {
    Price price = option.nature().price();
    if (price == null) {
      return option.nature().local() ? 0 : Double.POSITIVE_INFINITY;
    }
    return price.input() * Math.max(1, facts.promptTokens())
        + price.output() * Math.max(1, facts.outputTokens());
  }

  @Override
  public String measured(Option option, List<Option> fit, Moment moment) {
    double cost = cost(option, moment.facts());
    return Double.isInfinite(cost) ? "cost unknown" : String.format(Locale.ROOT, "cost %.6g", cost);
  }
}
