package lab.router.choose;

import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import lab.config.Complexity;
import lab.config.SpecialCases;
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
  private static final List<Preference> PREFERENCES = List.of(Preference.values());

  /** What one is preferred for among equals, the strongest first. */
  public enum Preference {
    /** It is not slow to begin. */
    SWIFT,
    /** A rule of {@code request_metadata_routing} means its provider. */
    RULE,
    /** It has the model in memory. */
    WARM,
    /** Its address is a loopback or a private one. */
    LOCAL
  }

  /** What is left of the weight of one that is slow to begin. */
  private static final double SLOW = 0.5;

  /** Where an option stands among equals: lower comes first. */
  int tie(Option option) {
    int last = 0;
    for (Preference preference : PREFERENCES) {
      last = 2 * last + (lacks(option, preference) ? 1 : 0);
    }
    return last;
  }

  private boolean lacks(Option option, Preference preference) {
    return switch (preference) {
      case SWIFT -> isSlow(option);
      case RULE -> favoured != null && !option.provider().equals(favoured);
      case WARM -> ties.preferWarm() && !board.warm(option.provider(), option.model());
      case LOCAL -> ties.preferLocal() && !option.nature().local();
    };
  }

  /** What one comes before the other for, where nothing else tells them apart; null for nothing. */
  public @Nullable Preference preference(Option one, Option other) {
    for (Preference preference : PREFERENCES) {
      if (lacks(one, preference) != lacks(other, preference)) {
        return lacks(one, preference) ? null : preference;
      }
    }
    return null;
  }

  /** Its weight at this moment: half of what the rule says where it is slow to begin. */
  double weight(Option option) {
    double weight = option.part().weight();
    return isSlow(option) ? weight * SLOW : weight;
  }

  private boolean isSlow(Option option) {
    return board.slowness(option.provider(), option.model()) != null;
  }

  /** Requests at the provider relative to what it takes at a time. */
  double load(Option option) {
    int capacity = capacity(option, board);
    return (double) board.load(option.provider())
        / (capacity == 0 ? Ordering.USUAL_CAPACITY : capacity);
  }

  /** Requests that it takes at a time, or 0 where neither a file nor a poll says. */
  public static int capacity(Option option, Board board) {
    int said = option.nature().capacity();
    return said > 0 ? said : board.capacity(option.provider());
  }
}
