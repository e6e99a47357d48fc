package lab.router.board;

import java.time.Instant;
import lab.contract.FailureKind;
import lab.router.circuit.Circuit;

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
   * @param because why
   */
  record Resting(Instant since, Instant until, String because) implements State {}

  /**
   * One request tries whether it works again.
   *
   * @param since since when
   * @param because why it was out of use, and what happens
   */
  record Probing(Instant since, String because) implements State {}

  /**
   * It works again and gets a growing part of its share.
   *
   * @param since since when
   * @param because why it was out of use, and what happens
   */
  record Recovering(Instant since, String because) implements State {}

  /** The state of a circuit. */
  static State of(Circuit circuit) {
    return switch (circuit) {
      case Circuit.Closed _ -> new Active();
      case Circuit.Cooling(var since, var until, var because, _) ->
          new Resting(since, until, words(because));
      case Circuit.Probing(var since, var from) ->
          new Probing(since, words(from.because()) + "; one request tries whether it works again");
      case Circuit.Recovering(var since, var from, _) ->
          new Recovering(
              since, words(from.because()) + "; it works again and gets a part of its share");
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
