package lab.router.circuit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import lab.config.SpecialCases;
import lab.contract.FailureKind;
import lab.router.circuit.Circuit.Closed;
import lab.router.circuit.Circuit.Cooling;
import lab.router.circuit.Circuit.Probing;
import lab.router.circuit.Circuit.Recovering;
import lab.router.circuit.Circuit.Shared;
import lab.router.circuit.Event.Failed;
import lab.router.circuit.Event.Heard;
import lab.router.circuit.Event.SaidNothing;
import lab.router.circuit.Event.Started;
import lab.router.circuit.Event.Succeeded;
import org.jspecify.annotations.Nullable;

/**
 * What follows from what. A circuit goes round: closed, cooling, probing, recovering, closed; from
 * every state a failure may lead back to cooling, and only successes lead on.
 */
public final class CircuitRules {
  /** How long one request may try alone, before another may try too. */
  static final Duration PROBE_PATIENCE = Duration.ofSeconds(30);

  private final SpecialCases.Errors errors;
  private final Rest rest;
  private final Ramp ramp;

  /** Rules with the limits of a configuration. */
  public CircuitRules(SpecialCases cases) {
    this.errors = cases.errors();
    this.rest = new Rest(cases);
    this.ramp = new Ramp(errors.recovery());
  }

  /** How what works again comes back. */
  public Ramp ramp() {
    return ramp;
  }

  /** The circuit after the event; the same object where nothing changes. */
  public Circuit after(Circuit circuit, Event event, Instant now) {
    return switch (circuit) {
      case Closed closed -> inUse(closed, event, now);
      case Cooling cooling -> cooling(cooling, event, now);
      case Probing probing -> probing(probing, event, now);
      case Recovering recovering -> recovering(recovering, event, now);
    };
  }

  private Circuit inUse(Closed closed, Event event, Instant now) {
    return switch (event) {
      case Started _, SaidNothing _ -> closed;
      case Succeeded _ -> new Closed(closed.recent().plus(0, now, errors.window()), closed.past());
      case Heard heard -> heard(closed, heard, now);
      case Failed failed -> {
        int strikes = Rest.strikes(0, failed.kind());
        Duration named = rest.named(failed, strikes);
        if (named != null) {
          yield cooled(closed.past(), now, named, failed.kind(), strikes);
        }
        int halves = halves(failed.kind());
        if (halves == 0) {
          yield closed;
        }
        Recent recent = closed.recent().plus(halves, now, errors.window());
        yield tooMany(recent, failed.kind())
            ? cooled(closed.past(), now, rest.afterErrors(strikes), failed.kind(), strikes)
            : new Closed(recent, closed.past());
      }
    };
  }

  /** The window is the same wherever its attempts were made. */
  private Circuit heard(Closed closed, Heard heard, Instant now) {
    int attempts = heard.successes();
    int halves = 0;
    List<FailureKind> counted = new ArrayList<>();
    for (FailureKind kind : FailureKind.values()) {
      int times = halves(kind) == 0 ? 0 : heard.failures().getOrDefault(kind, 0);
      if (times > 0) {
        attempts += times;
        halves += times * halves(kind);
        counted.add(kind);
      }
    }
    if (attempts == 0) {
      return closed;
    }
    Recent recent = closed.recent().plus(halves, attempts, now, errors.window());
    // Which of them came last is not told: it may be each that is among them.
    for (FailureKind kind : counted) {
      if (tooMany(recent, kind)) {
        int strikes = Rest.strikes(0, kind);
        return cooled(closed.past(), now, rest.afterErrors(strikes), kind, strikes);
      }
    }
    return new Closed(recent, closed.past());
  }

  private Circuit cooling(Cooling cooling, Event event, Instant now) {
    return switch (event) {
      case Started _ -> new Probing(now, cooling);
      // Of requests that were under way: they say how it was.
      case Succeeded _, SaidNothing _, Heard _ -> cooling;
      case Failed failed -> lengthened(cooling, failed, now);
    };
  }

  /** A later word of the provider about when it is back counts. */
  private Circuit lengthened(Cooling cooling, Failed failed, Instant now) {
    Duration said = failed.retryAfter() == null ? null : rest.named(failed, cooling.strikes());
    return said == null || !now.plus(said).isAfter(cooling.until())
        ? cooling
        : new Cooling(cooling.since(), now.plus(said), failed.kind(), cooling.strikes());
  }

  private Circuit probing(Probing probing, Event event, Instant now) {
    Cooling from = probing.from();
    return switch (event) {
      case Started _ -> mayProbe(probing, now) ? new Probing(now, from) : probing;
      case Succeeded(Instant began) when isNews(began, from.since()) ->
          new Recovering(now, from, Recent.NONE.plus(0, now, errors.window()));
      case Failed failed when isNews(failed.began(), from.since()) ->
          failedAgain(from, failed, now);
      case SaidNothing(Instant began) when isNews(began, from.since()) -> notBefore(from, now);
      case Succeeded _, Failed _, SaidNothing _, Heard _ -> probing;
    };
  }

  private Circuit failedAgain(Cooling from, Failed failed, Instant now) {
    if (now.isBefore(from.until())) {
      // Tried before its time, as a last resort: that it fails still is nothing new.
      return lengthened(from, failed, now);
    }
    int strikes = Rest.strikes(from.strikes(), failed.kind());
    Duration named = rest.named(failed, strikes);
    if (named != null) {
      return cooled(from.since(), now, named, failed.kind(), strikes);
    }
    return halves(failed.kind()) == 0
        ? notBefore(from, now)
        : cooled(from.since(), now, rest.afterErrors(strikes), failed.kind(), strikes);
  }

  private Circuit recovering(Recovering recovering, Event event, Instant now) {
    Instant since = recovering.since();
    return switch (event) {
      case Started _, SaidNothing _ -> recovering;
      case Succeeded(Instant began) when isNews(began, since) -> {
        Recent recent = recovering.recent().plus(0, now, errors.window());
        yield ramp.over(since, now)
            ? new Closed(recent, recovering.from().since())
            : new Recovering(since, recovering.from(), recent);
      }
      case Heard heard when ramp.over(since, now) && heard.successes() > 0 ->
          heard(new Closed(recovering.recent(), recovering.from().since()), heard, now);
      case Failed failed when isNews(failed.began(), since) -> failedSoon(recovering, failed, now);
      // Who failed there tells all that it rests.
      case Succeeded _, Failed _, Heard _ -> recovering;
    };
  }

  private Circuit failedSoon(Recovering recovering, Failed failed, Instant now) {
    Cooling from = recovering.from();
    int strikes = Rest.strikes(from.strikes(), failed.kind());
    Duration named = rest.named(failed, strikes);
    if (named != null) {
      return cooled(from.since(), now, named, failed.kind(), strikes);
    }
    int halves = halves(failed.kind());
    if (halves == 0) {
      return recovering;
    }
    Recent recent = recovering.recent().plus(halves, now, errors.window());
    // Who has just come back gets no second chance to reach the threshold.
    return !ramp.over(recovering.since(), now) || tooMany(recent, failed.kind())
        ? cooled(from.since(), now, rest.afterErrors(strikes), failed.kind(), strikes)
        : new Recovering(recovering.since(), from, recent);
  }

  private boolean tooMany(Recent recent, FailureKind kind) {
    double failures = recent.failures();
    return failures >= errors.threshold(kind) && failures >= errors.share() * recent.attempts();
  }

  /** How much of a failure this counts towards opening, in halves. */
  private int halves(FailureKind kind) {
    if (!errors.enabled()) {
      return 0;
    }
    return switch (kind) {
      case SERVER, TIMEOUT -> 2;
      // Who is busy may be well, unless the configuration has a number for just that.
      case OVERLOAD -> errors.thresholds().containsKey(kind) ? 2 : 1;
      case AUTH, CREDITS, RATE, LOADING, NOT_FOUND, TOO_LONG, FILTERED, BAD_REQUEST, CANCELLED -> 0;
    };
  }

  /** When one request may try it, or null where it is not out of use. */
  public static @Nullable Instant mayTryFrom(Circuit circuit) {
    return switch (circuit) {
      case Closed _, Recovering _ -> null;
      case Cooling resting -> resting.until();
      case Probing probing -> nextTry(probing);
    };
  }

  /** Whether a request tries it now, so that no other one should. */
  public static boolean isTried(Circuit circuit, Instant now) {
    return circuit instanceof Probing probing && !mayProbe(probing, now);
  }

  /**
   * What all nodes have to hear of, or null where nothing of that kind has changed.
   *
   * @param before the circuit before something happened here
   * @param after the circuit after it
   */
  public static @Nullable Shared news(Circuit before, Circuit after) {
    return switch (after) {
      case Closed _, Probing _ -> null;
      // A try that told nothing leaves the rest that all know of.
      case Cooling rest when before instanceof Probing(_, Cooling from) ->
          rest.equals(from) ? null : rest;
      case Cooling rest -> rest.equals(before) ? null : rest;
      case Recovering back -> before instanceof Recovering ? null : back;
    };
  }

  private static boolean mayProbe(Probing probing, Instant now) {
    return !now.isBefore(nextTry(probing));
  }

  private static Instant nextTry(Probing probing) {
    return later(probing.from().until(), probing.since().plus(PROBE_PATIENCE));
  }

  /** Whether a request tells of the time since then: one that began before tells of before. */
  private static boolean isNews(Instant began, Instant since) {
    return !began.isBefore(since);
  }

  /**
   * A rest that counts more than the last one.
   *
   * @param last when that began, by the clock of whoever found it
   */
  private static Cooling cooled(
      Instant last, Instant now, Duration rest, FailureKind because, int strikes) {
    Instant since = later(now, last.plusMillis(1));
    return new Cooling(since, since.plus(rest), because, strikes);
  }

  /** As it was, and free for another try. */
  private static Cooling notBefore(Cooling from, Instant now) {
    Instant until = later(from.until(), now);
    return new Cooling(from.since(), until, from.because(), from.strikes());
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
