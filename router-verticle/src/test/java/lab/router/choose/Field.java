package lab.router.choose;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import lab.config.Complexity;
import lab.config.Price;
import lab.config.ProviderType;
import lab.config.SpecialCases;
import lab.contract.Candidate;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.RequestFacts;
import lab.router.board.Board;
import lab.router.live.LiveLists;
import org.jspecify.annotations.Nullable;

/** Those a test chooses among, and the moment it does. */
final class Field {
  static final SpecialCases NO_TIES =
      new SpecialCases(Duration.ZERO, SpecialCases.Errors.DEFAULT, false, false);

  private Field() {}

  /** Providers {@code p0}, {@code p1}, ... with these weights. */
  static List<Option> weighing(double... weights) {
    List<Option> options = new ArrayList<>();
    for (double weight : weights) {
      options.add(option("p" + options.size(), weight, Double.NaN, 0, null));
    }
    return options;
  }

  static Option option(
      String provider, double weight, double size, int context, @Nullable Price price) {
    return new Option(
        new Candidate(new ProviderName(provider), new ModelName("m"), "exact"),
        new ModelName("m"),
        new Nature(ProviderType.OPENAI, false, 0, size, context, price),
        new Part(provider, provider, weight, 1, null, null, List.of()),
        null,
        null);
  }

  static Moment moment(long seed) {
    return moment(Board.of(LiveLists.UNKNOWN), seed, NO_TIES);
  }

  static Moment moment(Board board, long seed, SpecialCases ties) {
    return new Moment(
        board,
        Instant.EPOCH,
        RequestFacts.NONE,
        true,
        Complexity.LOW,
        ties,
        null,
        new SplittableRandom(seed));
  }

  /** Who is chosen, so many times in a row. */
  static List<String> chosen(Ordering ordering, List<Option> fit, Moment moment, int times) {
    List<String> chosen = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      chosen.add(ordering.order(fit, moment, true).getFirst().provider().value());
    }
    return chosen;
  }

  static List<String> names(List<Option> options) {
    return options.stream().map(option -> option.provider().value()).toList();
  }
}
