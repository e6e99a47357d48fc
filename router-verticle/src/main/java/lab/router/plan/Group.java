package lab.router.plan;

import java.util.ArrayList;
import java.util.List;
import lab.config.condition.Condition;
import lab.config.condition.Facts;
import lab.contract.RouteQuery;
import lab.router.board.Board;
import lab.router.choose.Option;
import lab.router.choose.Ordering;

/**
 * Those whom one rule brings in, as far as they can be worked out without the moment.
 *
 * @param match the rule
 * @param options who, in the order of the rule
 * @param ordering how those of them that are fit are ordered
 * @param conditional whether some are meant under a condition only
 * @param tagged whether some have tags
 */
record Group(
    Match match, List<Option> options, Ordering ordering, boolean conditional, boolean tagged) {
  Group {
    options = List.copyOf(options);
  }

  Group(Match match, List<Option> options, Ordering ordering) {
    this(
        match,
        options,
        ordering,
        options.stream().anyMatch(option -> option.part().condition() != null),
        options.stream().anyMatch(option -> !option.part().tags().isEmpty()));
  }

  /** Whether its order is the same at every moment, but for those who are not fit. */
  boolean fixed() {
    return ordering.fixed() && !conditional && !tagged;
  }

  /** Of those who are fit, whose condition holds; where none does, those who have none. */
  List<Option> meant(List<Option> fit, RouteQuery query, Board board) {
    Facts facts = new QueryFacts(query, board, options, match.balancing());
    List<Option> meant = new ArrayList<>(fit.size());
    for (Option option : fit) {
      Condition condition = option.part().condition();
      if (condition != null && condition.holds(facts)) {
        meant.add(option);
      }
    }
    return meant.isEmpty()
        ? fit.stream().filter(option -> option.part().condition() == null).toList()
        : meant;
  }
}
