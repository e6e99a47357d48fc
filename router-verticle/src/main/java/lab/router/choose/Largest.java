package lab.router.choose;

import java.util.List;

/** The largest model first; those of unknown size last. */
record Largest() implements Scored {
  @Override
  public List<Option> order(List<Option> fit, Moment moment, boolean choosing) {
    return Ranking.by(fit, moment, this);
  }

  @Override
  public double score(Option option, Moment moment) {
    return -size(option);
  }

  private static double size(Option option) {
    double size = option.nature().size();
    return Double.isNaN(size) ? -1 : size;
  }

  @Override
  public String measured(Option option, List<Option> fit, Moment moment) {
    double size = option.nature().size();
    return Double.isNaN(size) ? "size unknown" : "size " + size + "B";
  }
}
