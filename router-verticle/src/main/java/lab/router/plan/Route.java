package lab.router.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import lab.contract.LeftOut;
import lab.contract.ModelName;
import lab.contract.RouteDecision.Go;
import lab.router.choose.Option;
import org.jspecify.annotations.Nullable;

/**
 * All of a decision that does not depend on the moment: worked out once for a name and what polls
 * found, then used for every request for that name.
 *
 * <p>Belongs to one thread.
 */
final class Route {
  private final ModelName asked;
  private final Group choice;
  private final List<LeftOut> idle;
  private final String rule;
  private final List<String> notes;
  private final Function<@Nullable ModelName, List<Group>> after;
  private final List<Group> onTooLong;
  private final List<Group> onFiltered;
  private final Map<String, List<Group>> afterFirst = new HashMap<>();

  private @Nullable Ready ready;

  /**
   * The decision where everybody is fit.
   *
   * @param options who is tried, to ask whether that still holds
   */
  record Ready(Go go, List<Option> options) {}

  /**
   * Puts one together.
   *
   * @param asked the name that decides
   * @param idle who has the name on a list and is not in use
   * @param rule the rule for people
   * @param notes what else an explanation tells
   * @param after what comes after the choice, by the model of its first
   */
  Route(
      ModelName asked,
      Group choice,
      List<LeftOut> idle,
      String rule,
      List<String> notes,
      Function<@Nullable ModelName, List<Group>> after,
      List<Group> onTooLong,
      List<Group> onFiltered) {
    this.asked = asked;
    this.choice = choice;
    this.idle = List.copyOf(idle);
    this.rule = rule;
    this.notes = List.copyOf(notes);
    this.after = after;
    this.onTooLong = List.copyOf(onTooLong);
    this.onFiltered = List.copyOf(onFiltered);
  }

  ModelName asked() {
    return asked;
  }

  Match match() {
    return choice.match();
  }

  Group choice() {
    return choice;
  }

  List<LeftOut> idle() {
    return idle;
  }

  String rule() {
    return rule;
  }

  List<String> notes() {
    return notes;
  }

  /** What comes after the choice, where this one is its first; null where nobody is. */
  List<Group> after(@Nullable Option first) {
    ModelName model = first != null ? first.known() : firstNamed();
    return afterFirst.computeIfAbsent(
        model == null ? "" : model.value(), name -> after.apply(model));
  }

  private @Nullable ModelName firstNamed() {
    return choice.options().isEmpty() ? null : choice.options().getFirst().known();
  }

  List<Group> onTooLong() {
    return onTooLong;
  }

  List<Group> onFiltered() {
    return onFiltered;
  }

  /** The decision where everybody is fit, or null where it depends on the moment all the same. */
  @Nullable Ready ready() {
    return ready;
  }

  void keep(Ready decision) {
    ready = decision;
  }
}
