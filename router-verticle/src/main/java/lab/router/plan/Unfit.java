package lab.router.plan;

import java.time.Instant;
import lab.contract.RequestFacts;
import lab.router.board.Board;
import lab.router.board.Board.Cooling;
import lab.router.board.Board.Turn;
import lab.router.choose.Moment;
import lab.router.choose.Option;
import org.jspecify.annotations.Nullable;

/** Why somebody who may be asked in general is left out at this moment. */
sealed interface Unfit {
  /** For people. */
  String reason();

  /** Its circuit is open, or it told to wait. */
  record Resting(Instant until, String reason) implements Unfit {}

  /**
   * It would take the request, and most likely fail or let it wait; or it comes back, and this one
   * is beyond its share.
   *
   * @param tooLong whether that is because its context is too small
   */
  record Unsuited(String reason, boolean tooLong) implements Unfit {}

  /**
   * Why, or null where it is fit.
   *
   * @param preCallChecks whether context and load count
   * @param turn what is done where only some requests are let in
   */
  static @Nullable Unfit of(
      Option option,
      RequestFacts facts,
      Board board,
      Instant now,
      boolean preCallChecks,
      Turn turn) {
    Cooling cooling = board.cooling(option.provider(), option.model(), turn, now);
    if (cooling != null) {
      return cooling.comingBack()
          ? new Unsuited(cooling.because(), false)
          : new Resting(cooling.until(), cooling.because());
    }
    if (!preCallChecks) {
      return null;
    }
    int context = option.nature().context();
    // Two numbers of a client, whose sum may be more than an int holds.
    long needed = (long) facts.promptTokens() + facts.outputTokens();
    if (context > 0 && needed > context) {
      return new Unsuited(
          "context of " + context + " is too small for about " + needed + " tokens", true);
    }
    int capacity = Moment.capacity(option, board);
    int inFlight = capacity == 0 ? 0 : board.inFlight(option.provider());
    return capacity > 0 && inFlight >= capacity
        ? new Unsuited("full: " + inFlight + " in flight, it takes " + capacity, false)
        : null;
  }
}
