package lab.router.choose;

import java.util.List;

/** The order of the list. */
record InOrder() implements Ordering {
  @Override
  public List<Option> order(List<Option> fit, Moment moment, boolean choosing) {
    return fit;
  }

  @Override
  public boolean fixed() {
    return true;
  }
}
