package lab.router.choose;

import java.util.List;

/** Puts those who are fit into the order in which they are tried. */
public interface Ordering {
  /** Requests that a provider is taken to serve at a time where nothing tells. */
  int USUAL_CAPACITY = 4;

  /**
   * The order.
   *
   * @param fit at least one, in the order of the list that names them
   * @param choosing whether the first of them gets the request, which those that count turns count;
   *     false where they only follow as further attempts
   */
  List<Option> order(List<Option> fit, Moment moment, boolean choosing);

  /** Whether the order is that of the list, whatever the moment. */
  default boolean fixed() {
    return false;
  }

  /** Whether nothing that the strategy goes by tells two options apart. */
  default boolean ties(Option one, Option other, Moment moment) {
    return false;
  }

  /** What the option's place was drawn from, for people: {@code weight 0.7}; may be empty. */
  default String measured(Option option, List<Option> fit, Moment moment) {
    return "";
  }
}
