package lab.router.choose;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Fewest requests relative to capacity. Ties are drawn by weight. Among many the choice is the
 * better one of two drawn ones: all nodes see the same loads a little late, and would all go to the
 * same least one.
 */
record LeastLoaded() implements Scored {
  private static final int MANY = 8;

  @Override
  public List<Option> order(List<Option> fit, Moment moment, boolean choosing) {
    List<Option> order = new ArrayList<>(Ranking.by(fit, moment, this));
    if (order.size() > MANY) {
      int one = Shuffle.drawn(order, moment);
      int other = (one + 1 + moment.random().nextInt(order.size() - 1)) % order.size();
      // The list is sorted, so the better one of two is the one further in front.
      order.addFirst(order.remove(Math.min(one, other)));
      return order;
    }
    List<Option> equals = order.subList(0, ties(order, moment));
    if (equals.size() > 1) {
      order.addFirst(order.remove(Shuffle.drawn(equals, moment)));
    }
    return order;
  }

  @Override
  public double score(Option option, Moment moment) {
    return moment.load(option);
  }

  private static int ties(List<Option> order, Moment moment) {
    double least = moment.load(order.getFirst());
    int tie = moment.tie(order.getFirst());
    int ties = 1;
    while (ties < order.size()
        && moment.load(order.get(ties)) == least
        && moment.tie(order.get(ties)) == tie) {
      ties++;
    }
    return ties;
  }

  @Override
  public String measured(Option option, List<Option> fit, Moment moment) {
    double sum = fit.stream().mapToDouble(moment::weight).sum();
    String weight = RoundRobin.share(moment.weight(option), sum);
    return String.format(Locale.ROOT, "load %.2f, %s", moment.load(option), weight);
  }
}
