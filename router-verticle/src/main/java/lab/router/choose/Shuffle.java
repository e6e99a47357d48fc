package lab.router.choose;

import java.util.ArrayList;
import java.util.List;

/** At random by weight, and the rest of them likewise among themselves. */
record Shuffle() implements Ordering {
  @Override
  public List<Option> order(List<Option> fit, Moment moment, boolean choosing) {
    List<Option> left = new ArrayList<>(fit);
    List<Option> order = new ArrayList<>(fit.size());
    while (!left.isEmpty()) {
      order.add(left.remove(drawn(left, moment)));
    }
    return order;
  }

  /** The place of one of them, drawn by weight; equally where all weigh nothing. */
  static int drawn(List<Option> among, Moment moment) {
    double sum = 0;
    for (Option option : among) {
      sum += moment.weight(option);
    }
    if (sum <= 0) {
      return moment.random().nextInt(among.size());
    }
    double left = moment.random().nextDouble() * sum;
    int last = 0;
    for (int i = 0; i < among.size(); i++) {
      double weight = moment.weight(among.get(i));
      left -= weight;
      if (left < 0) {
        return i;
      }
      last = weight > 0 ? i : last;
    }
    return last; // what rounding left over
  }

  @Override
  public String measured(Option option, List<Option> fit, Moment moment) {
    double sum = fit.stream().mapToDouble(moment::weight).sum();
    return RoundRobin.share(moment.weight(option), sum);
  }
}
