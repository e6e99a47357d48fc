package lab.router.plan;

import java.util.List;
import lab.config.MetadataRule;
import lab.config.condition.Condition;
import lab.contract.RouteQuery;
import lab.router.board.Slowness;
import lab.router.choose.Moment;
import lab.router.choose.Moment.Preference;
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
 * @param rule the rule of {@code request_metadata_routing} that holds, or null
 */
record Telling(RouteQuery query, Moment moment, List<Taken> taken, @Nullable MetadataRule rule) {

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
        tie(one),
        condition(one),
        slow(option));
  }

  private @Nullable String slow(Option option) {
    Slowness slowness = moment.board().slowness(option.provider(), option.model());
    return slowness == null ? null : slowness.because();
  }

  private @Nullable String measured(Taken one) {
    List<Option> same = ofGroup(one.group());
    String measured =
        same.size() < 2 ? "" : one.group().ordering().measured(one.option(), same, moment);
    return measured.isEmpty() ? null : measured;
  }

  private @Nullable String tie(Taken one) {
    List<Taken> later = taken.subList(taken.indexOf(one) + 1, taken.size());
    for (Taken other : later) {
      Preference preference = preference(one, other);
      if (preference != null) {
        return "before its equals: " + word(preference);
      }
    }
    return null;
  }

  /** For what one comes before another of its rule, where that is all that tells them apart. */
  private @Nullable Preference preference(Taken one, Taken other) {
    Group group = one.group();
    boolean equal =
        group.equals(other.group())
            && group.ordering().ties(one.option(), other.option(), moment)
            && isMeant(one) == isMeant(other);
    return equal ? moment.preference(one.option(), other.option()) : null;
  }

  /** Those who are not meant come later for that alone. */
  private boolean isMeant(Taken one) {
    Group group = one.group();
    return !group.conditional()
        || group.meant(ofGroup(group), query, moment.board()).contains(one.option());
  }

  private List<Option> ofGroup(Group group) {
    return taken.stream().filter(one -> one.group().equals(group)).map(Taken::option).toList();
  }

  private String word(Preference preference) {
    return switch (preference) {
      case SWIFT -> "it is not slow to begin";
      case RULE -> "request_metadata_routing " + (rule == null ? "" : rule.name());
      case WARM -> "it has the model in memory";
      case LOCAL -> "it is local";
    };
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
