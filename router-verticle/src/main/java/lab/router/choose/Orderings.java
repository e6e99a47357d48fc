package lab.router.choose;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lab.config.Capability.ContextNeed;
import lab.config.Choosing;
import lab.config.Complexity;
import lab.contract.RequestFacts;

/**
 * The orderings of one planner. One that counts turns is the same object for the same choice, also
 * where the configuration's choice is prepared anew because polls found something.
 *
 * <p>Belongs to one thread.
 */
public final class Orderings {
  /** The order of the list. */
  public static final Ordering IN_ORDER = new InOrder();

  /** More choices than a configuration has; the rest are names that only live lists have. */
  private static final int MOST = 20_000;

  /** From so many tokens a prompt needs a large context. */
  private static final int LARGE = 4_000;

  private final Map<String, Ordering> counting =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Ordering> eldest) {
          return size() > MOST;
        }
      };

  /**
   * The ordering that a rule asks for.
   *
   * @param key the choice: the same for the same rule
   * @param among those it will be asked to order, at least
   */
  public Ordering of(String key, Choosing choosing, Levels levels, List<Option> among) {
    if (among.size() < 2) {
      return IN_ORDER;
    }
    Ordering within = within(key, choosing, levels);
    int order = among.getFirst().part().order();
    boolean flat =
        choosing.priorityOrder().isEmpty()
            && among.stream().allMatch(option -> option.part().order() == order);
    return flat ? within : new Tiered(within, choosing.priorityOrder());
  }

  /**
   * The names for each level of a capability, where it has them.
   *
   * @param byComplexity {@code complexity_thresholds}
   * @param byContext {@code context_thresholds}
   */
  public record Levels(Map<Complexity, String> byComplexity, Map<ContextNeed, String> byContext) {
    /** No levels. */
    public static final Levels NONE = new Levels(Map.of(), Map.of());
  }

  private Ordering within(String key, Choosing choosing, Levels levels) {
    return switch (choosing.strategy()) {
      case IN_ORDER -> IN_ORDER;
      case SHUFFLE -> new Shuffle();
      case LEAST_LOADED -> new LeastLoaded();
      case MOST_CAPACITY -> new MostCapacity();
      case CHEAPEST -> new Cheapest();
      case QUALITY_FIRST -> new Largest();
      case COMPLEXITY_BASED ->
          new ByLevel<>(List.of(Complexity.values()), levels.byComplexity(), Moment::complexity);
      case CONTEXT_BASED ->
          new ByLevel<>(
              List.of(ContextNeed.values()), levels.byContext(), moment -> need(moment.facts()));
      // The conditions choose; among those whose condition holds it is the weights.
      case ROUND_ROBIN, QUALITY_BASED -> counting(key, choosing);
      case USAGE_BASED, FASTEST, ADAPTIVE_WEIGHTED -> counting(key, choosing);
    };
  }

  private Ordering counting(String key, Choosing choosing) {
    return counting.computeIfAbsent(
        choosing.strategy() + " " + key,
        absent ->
            switch (choosing.strategy()) {
              case USAGE_BASED -> new UsageBased(choosing.score());
              case FASTEST -> new Fastest();
              case ADAPTIVE_WEIGHTED -> new AdaptiveWeighted();
              default -> new RoundRobin();
            });
  }

  /** What a prompt needs of a context; structure counts, length alone does not make it complex. */
  static ContextNeed need(RequestFacts facts) {
    if (facts.promptTokens() >= LARGE) {
      return ContextNeed.LARGE;
    }
    return facts.structured() ? ContextNeed.COMPLEX : ContextNeed.STANDARD;
  }
}
