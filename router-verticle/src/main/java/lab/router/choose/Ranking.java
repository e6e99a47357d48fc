package lab.router.choose;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Sorts by a number, least first; ties by what the moment prefers, then by the list. */
final class Ranking {
  private static final Comparator<Ranked> ORDER =
      Comparator.comparingDouble(Ranked::score).thenComparingInt(Ranked::tie);

  private record Ranked(Option option, double score, int tie) {}

  private Ranking() {}

  static List<Option> by(List<Option> fit, Moment moment, ToDoubleFunction<Option> score) {
    if (fit.size() < 2) {
      return fit;
    }
    List<Ranked> ranked = new ArrayList<>(fit.size());
    for (Option option : fit) {
      ranked.add(new Ranked(option, score.applyAsDouble(option), moment.tie(option)));
    }
    ranked.sort(ORDER);
    List<Option> order = new ArrayList<>(fit.size());
    ranked.forEach(one -> order.add(one.option));
    return order;
  }
}
