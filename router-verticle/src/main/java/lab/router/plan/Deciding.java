package lab.router.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import lab.config.MetadataRule;
import lab.contract.Candidate;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.RefusalReason;
import lab.contract.RouteDecision;
import lab.contract.RouteDecision.Go;
import lab.contract.RouteDecision.Refuse;
import lab.contract.RouteQuery;
import lab.contract.Stage;
import lab.contract.Why;
import lab.router.board.Board.Turn;
import lab.router.board.LastResort;
import lab.router.choose.Moment;
import lab.router.choose.Option;
import lab.router.choose.Orderings;
import lab.router.live.LiveLists.Live;
import lab.router.plan.Gathering.Missed;
import lab.router.plan.Gathering.Taken;
import lab.router.plan.Unfit.Resting;
import lab.router.plan.Unfit.Unsuited;
import org.jspecify.annotations.Nullable;

/** One decision in the making: a route, at one moment. */
final class Deciding {
  /** Of a client's own fallbacks; nobody means more. */
  private static final int MOST_CLIENT_FALLBACKS = 20;

  private final Plan plan;
  private final Preparing preparing;
  private final Route route;
  private final RouteQuery query;
  private final Moment moment;
  private final LastResort lastResort;
  private final Gathering gathering;
  private final boolean inEarnest;
  private final List<String> notes = new ArrayList<>();
  private boolean asPrepared = true;

  /**
   * @param inEarnest whether the request goes there, so that turns are taken; else it is only told
   */
  Deciding(
      Plan plan,
      Preparing preparing,
      Route route,
      RouteQuery query,
      Moment moment,
      LastResort lastResort,
      boolean inEarnest) {
    this.plan = plan;
    this.preparing = preparing;
    this.route = route;
    this.query = query;
    this.moment = moment;
    this.lastResort = lastResort;
    this.inEarnest = inEarnest;
    this.gathering = new Gathering(plan, query, moment, inEarnest ? Turn.TAKE : Turn.LOOK);
  }

  /**
   * Decides.
   *
   * @param rule the rule of {@code request_metadata_routing} that holds, or null
   */
  RouteDecision decide(@Nullable MetadataRule rule) {
    choose();
    keepToMostFallbacks();
    if (rule != null) {
      putFirst(rule);
    }
    if (gathering.taken().isEmpty()) {
      Refuse refused = takeLastResort();
      if (refused != null) {
        return refused;
      }
    }
    if (plan.choices().preCallChecks()) {
      putDownLast();
    }
    List<Option> tooLong = fit(route.onTooLong());
    List<Option> filtered = fit(route.onFiltered());
    Go go = new Go(taken(), candidates(tooLong), candidates(filtered), why());
    keep(go, tooLong, filtered);
    return go;
  }

  private void choose() {
    take(route.choice());
    boolean tooLong = gathering.isTooLong();
    List<Taken> taken = gathering.taken();
    Option first = taken.isEmpty() ? null : taken.getFirst().option();
    if (query.fallbacksDisabled()) {
      asPrepared = false;
      return;
    }
    List<ModelName> own = query.fallbacks();
    asPrepared &= own.isEmpty();
    for (ModelName name : own.subList(0, Math.min(own.size(), MOST_CLIENT_FALLBACKS))) {
      take(preparing.client(name, route));
    }
    if (own.size() > MOST_CLIENT_FALLBACKS) {
      notes.add("only the first " + MOST_CLIENT_FALLBACKS + " of the client's fallbacks count");
    }
    if (tooLong) { // known beforehand, it leads where a provider's word would lead
      route.onTooLong().forEach(this::take);
    }
    route.after(first).forEach(this::take);
  }

  /** Leaves out those after the choice who are more than {@code max_fallbacks}. */
  private void keepToMostFallbacks() {
    Integer most = plan.choices().maxFallbacks();
    if (most == null) {
      return;
    }
    List<Taken> fallbacks =
        gathering.taken().stream().filter(one -> !one.group().equals(route.choice())).toList();
    if (fallbacks.size() > most) {
      gathering.taken().removeAll(fallbacks.subList(most, fallbacks.size()));
      notes.add("max_fallbacks is " + most + ": the rest of the fallbacks is not tried");
    }
  }

  /**
   * Whose first one gets the request takes a turn: also a chain, where the choice has nobody fit.
   */
  private void take(Group group) {
    asPrepared &= group.fixed();
    gathering.take(group, inEarnest && gathering.taken().isEmpty());
  }

  /** Whom a metadata rule means comes first, where the rule may say so. */
  private void putFirst(MetadataRule rule) {
    boolean ofRequest = rule.condition().readsRequest();
    boolean byDefault = route.match().stage() == Stage.DEFAULT;
    if (!ofRequest && !byDefault) {
      return; // It breaks ties, and no more: the orderings have seen to that.
    }
    int place = placeOf(rule.provider());
    if (place < 0 && ofRequest && byDefault) {
      bringIn(rule.provider());
      place = placeOf(rule.provider());
    }
    String said = "request_metadata_routing " + rule.name() + " (" + rule.at() + "): ";
    if (place < 0) {
      notes.add(said + rule.provider() + " is no attempt of this decision");
      return;
    }
    asPrepared &= place == 0;
    List<Taken> taken = gathering.taken();
    taken.addFirst(taken.remove(place));
    notes.add(said + rule.provider() + " first");
  }

  private int placeOf(ProviderName provider) {
    List<Taken> taken = gathering.taken();
    for (int i = 0; i < taken.size(); i++) {
      if (taken.get(i).option().provider().equals(provider)) {
        return i;
      }
    }
    return -1;
  }

  private void bringIn(ProviderName provider) {
    asPrepared = false;
    Option option = preparing.named(plan.backend(provider), route.asked(), "metadata rule");
    gathering.take(new Group(route.match(), List.of(option), Orderings.IN_ORDER), false);
  }

  /** Whom the last poll found down is tried after all others, as a last resort. */
  private void putDownLast() {
    List<Taken> taken = gathering.taken();
    boolean anyDown = false;
    for (Taken one : taken) {
      anyDown |= isDown(one.option());
    }
    if (anyDown) {
      taken.sort((one, other) -> Boolean.compare(isDown(one.option()), isDown(other.option())));
    }
  }

  private boolean isDown(Option option) {
    return down(moment, option) != null;
  }

  /** What the last poll found where it found the provider down, or null. */
  static @Nullable String down(Moment moment, Option option) {
    return switch (moment.board().lists().of(option.provider())) {
      case Live.Down(var because) -> because;
      case Live.Up _, Live.Unknown _ -> null;
    };
  }

  /**
   * Nobody is fit. Whom only an estimate or its load speaks against is tried all the same; else the
   * one that recovers first, once a second.
   */
  private @Nullable Refuse takeLastResort() {
    asPrepared = false;
    List<Missed> missed = gathering.missed();
    gathering.takeUnsuited(inEarnest);
    for (Missed one : missed) {
      if (one.unfit() instanceof Unsuited(var reason, _)) {
        notes.add("last resort: " + one.option().provider() + ", though " + reason);
      }
    }
    return gathering.taken().isEmpty() ? takeFirstToRecover(missed) : null;
  }

  private @Nullable Refuse takeFirstToRecover(List<Missed> missed) {
    Missed soonest = missed.stream().min(Comparator.comparing(Deciding::recovery)).orElse(null);
    if (soonest == null) {
      RefusalReason reason =
          gathering.anybody() || !route.idle().isEmpty()
              ? RefusalReason.NONE_AVAILABLE
              : RefusalReason.UNKNOWN_MODEL;
      return new Refuse(reason, null, why());
    }
    if (!mayTry(soonest.option())) {
      Duration until = Duration.between(moment.now(), recovery(soonest));
      return new Refuse(RefusalReason.NONE_AVAILABLE, until, why());
    }
    gathering.taken().add(new Taken(soonest.option(), soonest.group()));
    notes.add(
        "last resort: " + soonest.option().provider() + ", though " + soonest.unfit().reason());
    return null;
  }

  private boolean mayTry(Option resting) {
    return inEarnest
        ? lastResort.permits(resting.provider(), resting.model(), moment.now())
        : lastResort.wouldPermit(resting.provider(), resting.model(), moment.now());
  }

  private static Instant recovery(Missed missed) {
    return switch (missed.unfit()) {
      case Resting resting -> resting.until();
      case Unsuited _ -> Instant.MAX;
    };
  }

  /** Those of some rules who are fit, without repeats among themselves. */
  private List<Option> fit(List<Group> groups) {
    if (groups.isEmpty() || query.fallbacksDisabled()) {
      return List.of();
    }
    Gathering aside = new Gathering(plan, query, moment, Turn.NONE);
    for (Group group : groups) {
      asPrepared &= group.fixed();
      aside.take(group, false);
    }
    asPrepared &= aside.missed().isEmpty();
    return aside.taken().stream().map(Taken::option).toList();
  }

  private static List<Candidate> candidates(List<Option> options) {
    return options.isEmpty() ? List.of() : options.stream().map(Option::candidate).toList();
  }

  private List<Candidate> taken() {
    List<Candidate> candidates = new ArrayList<>(gathering.taken().size());
    gathering.taken().forEach(one -> candidates.add(one.option().candidate()));
    return candidates;
  }

  private Why why() {
    Match match = route.match();
    return new Why(match.stage(), route.rule(), match.at(), gathering.leftOut(route.idle()));
  }

  /** Where everybody is fit, the same decision serves until polls find something new. */
  private void keep(Go go, List<Option> tooLong, List<Option> filtered) {
    if (asPrepared && gathering.missed().isEmpty()) {
      List<Option> all = new ArrayList<>(go.inOrder().size() + tooLong.size() + filtered.size());
      gathering.taken().forEach(one -> all.add(one.option()));
      all.addAll(tooLong);
      all.addAll(filtered);
      route.keep(new Route.Ready(go, List.copyOf(all)));
    }
  }

  /** The same decision with all that its explanation needs. */
  Course course(@Nullable MetadataRule rule) {
    RouteDecision decision = decide(rule);
    List<String> all = new ArrayList<>(route.notes());
    all.addAll(notes);
    Telling telling = new Telling(query, moment, gathering.taken(), rule);
    return new Course(decision, route.match().choosing().written(), telling.attempts(), all);
  }
}
