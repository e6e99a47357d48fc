package lab.router.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import lab.config.Balancing;
import lab.config.Complexity;
import lab.config.condition.Fact;
import lab.config.condition.Facts;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.RequestFacts;
import lab.contract.RouteQuery;
import lab.router.board.Board;
import lab.router.choose.Moment;
import lab.router.choose.Option;
import lab.router.choose.Ordering;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one request, as the conditions of one entry see them.
 *
 * @param query the request
 * @param board the load of the providers
 * @param entry those who take part in the entry
 * @param balancing what the entry says of saturation and complexity, or null
 */
record QueryFacts(RouteQuery query, Board board, List<Option> entry, @Nullable Balancing balancing)
    implements Facts {
  private static final int MEDIUM_FROM = 50;
  private static final int MEDIUM_TO = 100;
  private static final Set<String> NO = Set.of("", "0", "false", "no", "off");

  @Override
  public double number(Fact fact) {
    return switch (fact) {
      case TOKENS -> query.facts().promptTokens();
      case REQUEST_COUNT, CONCURRENT_REQUESTS -> inFlight() + 1.0;
      case BATCH_SIZE -> query.facts().batchSize();
      case MODEL_SIZE -> size();
      case COMPLEXITY, BATCH_MODE, STREAM, QUALITY_TIER, LOCAL_SATURATED, OPERATION, USER ->
          Double.NaN;
    };
  }

  @Override
  public boolean flag(Fact fact) {
    return switch (fact) {
      case BATCH_MODE -> isYes(header("x-batch")) || isYes(metadata("batch"));
      case STREAM -> query.streamed();
      case LOCAL_SATURATED -> localSaturated();
      case TOKENS, COMPLEXITY, REQUEST_COUNT, CONCURRENT_REQUESTS, BATCH_SIZE -> false;
      case QUALITY_TIER, MODEL_SIZE, OPERATION, USER -> false;
    };
  }

  @Override
  public @Nullable String text(Fact fact) {
    return switch (fact) {
      case COMPLEXITY -> complexity().label();
      case QUALITY_TIER -> {
        String header = header("x-quality-tier");
        yield header == null ? metadata("quality_tier") : header;
      }
      case OPERATION -> query.operation().label();
      case USER -> query.facts().user();
      case TOKENS, REQUEST_COUNT, CONCURRENT_REQUESTS, BATCH_MODE, BATCH_SIZE -> null;
      case STREAM, LOCAL_SATURATED, MODEL_SIZE -> null;
    };
  }

  @Override
  public @Nullable String header(String name) {
    return query.facts().headers().get(name);
  }

  @Override
  public @Nullable String metadata(String key) {
    return query.facts().metadata().get(key);
  }

  private static boolean isYes(@Nullable String value) {
    return value != null && !NO.contains(value.strip().toLowerCase(Locale.ROOT));
  }

  private double size() {
    ModelName asked = query.model();
    return asked == null ? Double.NaN : ModelSize.inName(asked.value()).orElse(Double.NaN);
  }

  /** Of all models of the entry's providers, since that is what is known of the whole cluster. */
  private int inFlight() {
    Set<ProviderName> seen = new HashSet<>();
    int sum = 0;
    for (Option option : entry) {
      if (seen.add(option.provider())) {
        sum += board.inFlight(option.provider());
      }
    }
    return sum;
  }

  /** Whether every local one of the entry that may be asked is at its threshold. */
  private boolean localSaturated() {
    double threshold =
        balancing == null ? Balancing.DEFAULT_SATURATION : balancing.saturationThreshold();
    boolean any = false;
    for (Option option : entry) {
      if (option.nature().local() && option.never() == null) {
        any = true;
        int capacity = Moment.capacity(option, board);
        double limit = threshold * (capacity == 0 ? Ordering.USUAL_CAPACITY : capacity);
        if (board.load(option.provider()) < limit) {
          return false;
        }
      }
    }
    return any;
  }

  /** How hard the last user message looks. */
  Complexity complexity() {
    RequestFacts facts = query.facts();
    boolean raised =
        facts.lastMessageStructured() && (balancing == null || balancing.raisesComplexity());
    int tokens = facts.lastMessageTokens();
    if (tokens < MEDIUM_FROM) {
      return raised ? Complexity.MEDIUM : Complexity.LOW;
    }
    return raised || tokens > MEDIUM_TO ? Complexity.HIGH : Complexity.MEDIUM;
  }
}
