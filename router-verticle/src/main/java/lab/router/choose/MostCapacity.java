package lab.router.choose;

import java.util.List;

/**
 * The largest context. Where it is not known, a cloud's model is taken to have more than any known
 * one, a local one less.
 */
record MostCapacity() implements Scored {
  @Override
  public List<Option> order(List<Option> fit, Moment moment, boolean choosing) {
    return Ranking.by(fit, moment, this);
  }

  @Override
  public double score(Option option, Moment moment) {
    return -context(option);
  }

  private static double context(Option option) {
    Nature nature = option.nature();
    if (nature.context() > 0) {
      return nature.context();
    }
    return nature.local() ? 0 : Double.POSITIVE_INFINITY;
  }

  @Override
  public String measured(Option option, List<Option> fit, Moment moment) {
    int context = option.nature().context();
    return context > 0 ? "context " + context : "context unknown";
  }
}
