package lab.router.circuit;

import java.time.Instant;
import java.util.Comparator;
import lab.router.circuit.Circuit.Closed;
import lab.router.circuit.Circuit.Cooling;
import lab.router.circuit.Circuit.Probing;
import lab.router.circuit.Circuit.Recovering;
import lab.router.circuit.Circuit.Shared;

/**
 * How nodes come to one circuit. A rest is known by the moment at which it began: of two, the later
 * one counts; of the same one, its end counts more than its going on. The order in which things are
 * heard changes nothing, nor does hearing them twice, and no rest becomes shorter by hearing of
 * another.
 */
public final class Agreement {
  private static final Comparator<Cooling> BY_END =
      Comparator.comparing(Cooling::until).thenComparing(Cooling::because);

  private Agreement() {}

  /** What a node holds true that held {@code own} and is told this; its own where that is older. */
  public static Circuit adopt(Circuit own, Shared told) {
    return switch (own) {
      case Closed(_, Instant past) -> told.rest().since().isAfter(past) ? told : own;
      case Probing(Instant since, Cooling from) ->
          switch (told) {
            case Cooling rest when !rest.since().isAfter(from.since()) -> {
              Cooling longer = longer(from, rest);
              yield longer.equals(from) ? own : new Probing(since, longer);
            }
            case Shared later -> {
              Shared both = merge(from, later);
              yield both.equals(from) ? own : both;
            }
          };
      case Shared known -> merge(known, told);
    };
  }

  /** What two nodes agree on: the same whichever of them is asked. */
  public static Shared merge(Shared one, Shared other) {
    if (one.equals(other)) {
      return one;
    }
    return switch (one) {
      case Cooling rest ->
          switch (other) {
            case Cooling longer -> longer(rest, longer);
            case Recovering back -> after(rest, back);
          };
      case Recovering back ->
          switch (other) {
            case Cooling rest -> after(rest, back);
            case Recovering too -> later(back, too);
          };
    };
  }

  /** Whether it works again after this rest, or after an earlier one. */
  private static Shared after(Cooling rest, Recovering back) {
    return rest.since().isAfter(back.from().since()) ? rest : back;
  }

  private static Cooling longer(Cooling one, Cooling other) {
    Cooling last = BY_END.compare(one, other) >= 0 ? one : other;
    Instant since = one.since().isAfter(other.since()) ? one.since() : other.since();
    Cooling both =
        new Cooling(since, last.until(), last.because(), Math.max(one.strikes(), other.strikes()));
    return both.equals(one) ? one : both;
  }

  /** Of the same rest, who found first that it is over. */
  private static Recovering later(Recovering one, Recovering other) {
    int order = one.from().since().compareTo(other.from().since());
    if (order != 0) {
      return order > 0 ? one : other;
    }
    Cooling from = longer(one.from(), other.from());
    Recovering first = one.since().isAfter(other.since()) ? other : one;
    return from.equals(first.from()) ? first : new Recovering(first.since(), from, first.recent());
  }
}
