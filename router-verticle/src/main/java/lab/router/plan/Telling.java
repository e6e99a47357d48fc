package lab.router.plan;

import java.util.List;
import lab.config.condition.Condition;
import lab.contract.RouteQuery;
import lab.router.choose.Moment;
import lab.router.choose.Option;
import lab.router.plan.Course.Attempt;
import lab.router.plan.Gathering.Taken;
import org.jspecify.annotations.Nullable;

/**
 * Tells of those who are tried what their places were drawn from.
 *
 * @param query the request
 * @param moment the moment of the decision
 * @param taken who is tried, in order
 */
record Telling(RouteQuery query, Moment moment, List<Taken> taken) {

  List<Attempt> attempts() {
    return taken.stream().map(this::attempt).toList();
  }

  private Attempt attempt(Taken one) {
    Option option = one.option();
    return new Attempt(
        option.candidate(),
        option.tier(),
        Deciding.down(moment, option),
        measured(one),
        condition(one));
  }

  private @Nullable String measured(Taken one) {
    List<Option> same =
        taken.stream()
            .filter(other -> other.group().equals(one.group()))
            .map(Taken::option)
            .toList();
    String measured =
        same.size() < 2 ? "" : one.group().ordering().measured(one.option(), same, moment);
    return measured.isEmpty() ? null : measured;
  }

  private @Nullable String condition(Taken one) {
    Condition condition = one.option().part().condition();
    if (condition == null) {
      return null;
    }
    Group group = one.group();
    boolean holds =
        condition.holds(
            new QueryFacts(query, moment.board(), group.options(), group.match().balancing()));
    return condition.written() + ": " + (holds ? "true" : "false");
  }
}
