package lab.router.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lab.contract.LeftOut;
import lab.contract.RouteQuery;
import lab.router.board.Board;
import lab.router.board.Board.Turn;
import lab.router.choose.Moment;
import lab.router.choose.Option;
import lab.router.choose.Ordering;

/** Gathers those who are tried, rule by rule: in order, without repeats, with reasons. */
final class Gathering {
  private final Plan plan;
  private final RouteQuery query;
  private final Board board;
  private final Instant now;
  private final Moment moment;
  private final Turn turn;

  private final List<Taken> taken = new ArrayList<>();
  private final Set<Place> places = new HashSet<>();
  private final Map<Place, String> never = new LinkedHashMap<>();
  private final List<Missed> missed = new ArrayList<>();
  private boolean barred;

  /** One who is tried, and the rule that brought it in. */
  record Taken(Option option, Group group) {}

  /** One who is not, but could be. */
  record Missed(Option option, Group group, Unfit unfit) {}

  /**
   * Begins with nobody.
   *
   * @param turn what is done where a circuit lets in only some requests
   */
  Gathering(Plan plan, RouteQuery query, Moment moment, Turn turn) {
    this.turn = turn;
    this.plan = plan;
    this.query = query;
    this.board = moment.board();
    this.now = moment.now();
    this.moment = moment;
  }

  /**
   * Takes in whom a rule brings and who is fit.
   *
   * @param choosing whether the first of them gets the request
   */
  void take(Group group, boolean choosing) {
    List<Option> fit = new ArrayList<>(group.options().size());
    for (Option option : group.options()) {
      if (isFit(option, group)) {
        fit.add(option);
      }
    }
    take(group, fit, choosing);
  }

  private void take(Group group, List<Option> fit, boolean choosing) {
    if (!fit.isEmpty()) {
      for (Option option : ordered(group, fit, choosing)) {
        taken.add(new Taken(option, group));
      }
    }
  }

  /**
   * Takes in whom only an estimate or their load speaks against, where there is nobody else: in the
   * order of their rule, so that what is too much for all is shared like the rest.
   *
   * @param choosing whether the first of them gets the request
   */
  void takeUnsuited(boolean choosing) {
    int at = 0;
    while (at < missed.size()) {
      Group group = missed.get(at).group();
      List<Option> options = new ArrayList<>();
      for (; at < missed.size() && missed.get(at).group().equals(group); at++) {
        if (missed.get(at).unfit() instanceof Unfit.Unsuited) {
          options.add(missed.get(at).option());
        }
      }
      take(group, options, choosing && taken.isEmpty());
    }
  }

  /** Whether nobody is tried so far, and the context of somebody is too small. */
  boolean isTooLong() {
    return taken.isEmpty()
        && missed.stream()
            .anyMatch(one -> one.unfit() instanceof Unfit.Unsuited(_, var tooLong) && tooLong);
  }

  private boolean isFit(Option option, Group group) {
    if (option.never() != null) {
      never.putIfAbsent(Place.of(option), option.never());
      barred |= plan.backend(option.provider()).barred() != null;
      return false;
    }
    if (group.tagged() && !plan.tags().admits(option, query.facts().tags(), group.options())) {
      never.putIfAbsent(Place.of(option), "tags " + option.part().tags() + " are not asked for");
      barred = true;
      return false;
    }
    if (!places.add(Place.of(option))) {
      return false;
    }
    Unfit unfit = Unfit.of(option, query.facts(), board, now, plan.choices().preCallChecks(), turn);
    if (unfit != null) {
      missed.add(new Missed(option, group, unfit));
    }
    return unfit == null;
  }

  /** Those first whose condition holds; else those without one; else all are equal. */
  private List<Option> ordered(Group group, List<Option> fit, boolean choosing) {
    Ordering ordering = group.ordering();
    if (!group.conditional()) {
      return ordering.order(fit, moment, choosing);
    }
    List<Option> meant = group.meant(fit, query, board);
    if (meant.isEmpty() || meant.size() == fit.size()) {
      return ordering.order(fit, moment, choosing);
    }
    List<Option> others = new ArrayList<>(fit);
    others.removeAll(meant);
    List<Option> order = new ArrayList<>(ordering.order(meant, moment, choosing));
    order.addAll(ordering.order(others, moment, false));
    return order;
  }

  /** Those who are tried, as far as they are gathered; may be changed. */
  List<Taken> taken() {
    return taken;
  }

  /** Those who could be tried if nobody else were left. */
  List<Missed> missed() {
    return missed;
  }

  /** Whether somebody was left out who has the model. */
  boolean anybody() {
    return barred || !missed.isEmpty();
  }

  /** Who was left out, and why. */
  List<LeftOut> leftOut(List<LeftOut> idle) {
    Map<Place, String> out = new LinkedHashMap<>(never);
    for (LeftOut one : idle) {
      out.putIfAbsent(new Place(one.provider(), one.model()), one.reason());
    }
    missed.forEach(one -> out.put(Place.of(one.option()), one.unfit().reason()));
    // What was left out under a guessed name may have come in later, by a rule that names it.
    taken.forEach(one -> out.remove(Place.of(one.option())));
    List<LeftOut> all = new ArrayList<>(out.size());
    out.forEach((place, reason) -> all.add(new LeftOut(place.provider(), place.model(), reason)));
    return all;
  }
}
