package lab.router.choose;

import java.util.ArrayList;
import java.util.List;

/**
 * Lets those be measured who never come first: at every tenth turn the first of them is tried, as
 * long as others have been measured already.
 */
final class Exploring {
  /** Turns from one refresh to the next. */
  static final int TURNS = 10;

  private int turns;

  /** The same order, or one that begins with somebody of whom nothing is known. */
  List<Option> turn(List<Option> order, Moment moment) {
    turns = (turns + 1) % TURNS;
    if (turns != 0 || !known(order.getFirst(), moment)) {
      return order;
    }
    for (Option option : order) {
      if (!known(option, moment)) {
        List<Option> exploring = new ArrayList<>(order);
        exploring.remove(option);
        exploring.addFirst(option);
        return exploring;
      }
    }
    return order;
  }

  private static boolean known(Option option, Moment moment) {
    return moment.board().score(option.provider(), option.model()).attempts() > 0;
  }
}
