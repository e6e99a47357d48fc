package lab.router.choose;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Sorts by a score, least first; ties by what the moment prefers, then by the list. */
final class Ranking {
  private static final Comparator<Ranked> ORDER =
      Comparator.comparingDouble(Ranked::score).thenComparingInt(Ranked::tie);

  private record Ranked(Option option, double score, int tie) {}

  private Ranking() {}

  static List<Option> by(List<Option> fit, Moment moment, Scored by) {
    if (fit.size() < 2) {
      return fit;
    }
    List<Ranked> ranked = new ArrayList<>(fit.size());
    for (Option option : fit) {
      ranked.add(new Ranked(option, by.score(option, moment), moment.tie(option)));
    }
    ranked.sort(ORDER);
    List<Option> order = new ArrayList<>(fit.size());
    ranked.forEach(one -> order.add(one.option));
    return order;
  }
}
