package lab.router.choose;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * A name for each level of something: who bears that of the request's level, then the others, the
 * nearest level first, then those of no level.
 */
final class ByLevel<L> implements Scored {
  private final List<L> levels;
  private final Map<L, String> names;
  private final Function<Moment, L> level;

  /**
   * An ordering.
   *
   * @param levels all of them, in their order
   */
  ByLevel(List<L> levels, Map<L, String> names, Function<Moment, L> level) {
    this.levels = levels;
    this.names = names;
    this.level = level;
  }

  @Override
  public List<Option> order(List<Option> fit, Moment moment, boolean choosing) {
    return Ranking.by(fit, moment, this);
  }

  @Override
  public double score(Option option, Moment moment) {
    return distance(option, level.apply(moment));
  }

  private int distance(Option option, L asked) {
    int least = Integer.MAX_VALUE;
    for (Map.Entry<L, String> entry : names.entrySet()) {
      if (entry.getValue().equals(option.part().name())) {
        least = Math.min(least, Math.abs(levels.indexOf(entry.getKey()) - levels.indexOf(asked)));
      }
    }
    return least;
  }

  @Override
  public String measured(Option option, List<Option> fit, Moment moment) {
    L asked = level.apply(moment);
    String word = asked.toString().toLowerCase(Locale.ROOT);
    int distance = distance(option, asked);
    if (distance == Integer.MAX_VALUE) {
      return "for no level";
    }
    return (distance == 0 ? "for " : distance + " from ") + word;
  }
}
