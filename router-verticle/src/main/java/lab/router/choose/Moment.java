package lab.router.choose;

import java.time.Instant;
import java.util.random.RandomGenerator;
import lab.config.SpecialCases;
import lab.contract.Complexity;
import lab.contract.ProviderName;
import lab.contract.RequestFacts;
import lab.router.board.Board;
import org.jspecify.annotations.Nullable;

/**
 * What a choice depends on besides those it is among.
 *
 * @param board load, times and success
 * @param now the time
 * @param facts what the request says
 * @param streamed whether the client wants a stream
 * @param complexity how hard the request looks
 * @param ties what is preferred on ties
 * @param favoured the provider that comes first on ties before all else, or null
 * @param random for choices at random
 */
public record Moment(
    Board board,
    Instant now,
    RequestFacts facts,
    boolean streamed,
    Complexity complexity,
    SpecialCases ties,
    @Nullable ProviderName favoured,
    RandomGenerator random) {

  /** Where an option stands among equals: lower comes first. */
  int tie(Option option) {
    int last = favoured == null || option.provider().equals(favoured) ? 0 : 4;
    if (ties.preferWarm() && !board.warm(option.provider(), option.model())) {
      last += 2;
    }
    return ties.preferLocal() && !option.nature().local() ? last + 1 : last;
  }

  /** Attempts in flight relative to what the provider takes at a time. */
  double load(Option option) {
    int capacity = capacity(option, board);
    return (double) board.inFlight(option.provider())
        / (capacity == 0 ? Ordering.USUAL_CAPACITY : capacity);
  }

  /** Requests that it takes at a time, or 0 where neither a file nor a poll says. */
  public static int capacity(Option option, Board board) {
    int said = option.nature().capacity();
    return said > 0 ? said : board.capacity(option.provider());
  }
}
