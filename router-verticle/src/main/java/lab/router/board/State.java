package lab.router.board;

import java.time.Instant;
import lab.contract.FailureKind;
import lab.contract.NodeId;
import lab.router.circuit.Circuit;
import lab.router.circuit.Ramp;
import org.jspecify.annotations.Nullable;

/** A circuit as people are told of it. */
public sealed interface State {
  /** Why, in plain words; empty where there is nothing to explain. */
  String because();

  /** In use. */
  record Active() implements State {
    @Override
    public String because() {
      return "";
    }
  }

  /**
   * Out of use.
   *
   * @param since since when
   * @param until until when; once that has passed the next request tries it
   * @param kind the failure that led to it
   * @param because why
   * @param by which other node found it, or null for this one
   */
  record Resting(
      Instant since, Instant until, FailureKind kind, String because, @Nullable NodeId by)
      implements State {}

  /**
   * One request tries whether it works again.
   *
   * @param since since when
   * @param kind the failure that led to it
   * @param because why it was out of use, and what happens
   * @param by which other node found that it was, or null for this one
   */
  record Probing(Instant since, FailureKind kind, String because, @Nullable NodeId by)
      implements State {}

  /**
   * It works again and gets a growing part of its share.
   *
   * @param since since when
   * @param kind the failure that led to it
   * @param because why it was out of use, and what happens
   * @param by which other node found that it works, or null for this one
   * @param ramp how its share grows
   */
  record Recovering(Instant since, FailureKind kind, String because, @Nullable NodeId by, Ramp ramp)
      implements State {}

  /** Why a circuit is as it is, in plain words. */
  static String because(Circuit circuit) {
    return switch (circuit) {
      case Circuit.Closed _ -> "";
      case Circuit.Cooling rest -> words(rest.because());
      case Circuit.Probing tried ->
          words(tried.from().because()) + "; one request tries whether it works again";
      case Circuit.Recovering back ->
          words(back.from().because()) + "; it works again and gets a part of its share";
    };
  }

  /**
   * The state of a circuit.
   *
   * @param by which other node found it, or null for this one
   * @param ramp how the share of what comes back grows
   */
  static State of(Circuit circuit, @Nullable NodeId by, Ramp ramp) {
    String because = because(circuit);
    return switch (circuit) {
      case Circuit.Closed _ -> new Active();
      case Circuit.Cooling(var since, var until, var kind, _) ->
          new Resting(since, until, kind, because, by);
      case Circuit.Probing(var since, var from) -> new Probing(since, from.because(), because, by);
      case Circuit.Recovering(var since, var from, _) ->
          new Recovering(since, from.because(), because, by, ramp);
    };
  }

  private static String words(FailureKind because) {
    return switch (because) {
      case AUTH -> "the key was refused";
      case CREDITS -> "no money or quota was left";
      case RATE -> "its rate limit was reached";
      case OVERLOAD -> "it was busy";
      case LOADING -> "it was loading the model";
      case NOT_FOUND -> "it had no such model";
      case TIMEOUT -> "requests failed, last by a time limit";
      case SERVER -> "requests failed";
      // No circuit opens for these.
      case TOO_LONG, FILTERED, BAD_REQUEST, CANCELLED -> because.label();
    };
  }
}
