package lab.router.plan;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import lab.config.Complexity;
import lab.config.MetadataRule;
import lab.config.PatternRule;
import lab.config.condition.Facts;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.contract.ProviderName;
import lab.contract.RefusalReason;
import lab.contract.RouteDecision;
import lab.contract.RouteQuery;
import lab.contract.Stage;
import lab.contract.Why;
import lab.router.board.Board;
import lab.router.board.Board.Turn;
import lab.router.board.LastResort;
import lab.router.choose.Moment;
import lab.router.choose.Option;
import lab.router.choose.Orderings;
import lab.router.live.LiveLists;
import lab.router.plan.Route.Ready;
import org.jspecify.annotations.Nullable;

/**
 * Decides. A decision depends on the plan, the board, the query but for the call's id, the time,
 * the random source, and on whose turn it is; on nothing else.
 *
 * <p>All that does not depend on the moment is prepared once per name, until polls find something
 * new. Where nothing speaks against anybody and no choice is to be made, the decision is the one
 * that was made before.
 *
 * <p>Belongs to one thread.
 */
public final class RoutePlanner {
  private final Plan plan;
  private final RandomGenerator random;
  private final Orderings orderings = new Orderings();
  private final LastResort lastResort;
  private final Map<Operation, Routes> routes = new EnumMap<>(Operation.class);
  private LiveLists preparedFrom = LiveLists.UNKNOWN;

  /**
   * A planner that nobody shares anything with.
   *
   * @param random draws where a strategy chooses at random
   */
  public RoutePlanner(Plan plan, RandomGenerator random) {
    this(plan, random, new LastResort());
  }

  /**
   * One planner of several.
   *
   * @param random draws where a strategy chooses at random
   * @param lastResort shared by all, for it is one request a second of the whole node
   */
  public RoutePlanner(Plan plan, RandomGenerator random, LastResort lastResort) {
    this.plan = plan;
    this.random = random;
    this.lastResort = lastResort;
  }

  /** What it decides by. */
  public Plan plan() {
    return plan;
  }

  /** Who serves this query at this moment. */
  public RouteDecision decide(RouteQuery query, Board board, Instant now) {
    Routes prepared = routes(query.operation(), board.lists());
    Route route = prepared.of(query);
    if (route == null) {
      return noModel();
    }
    RouteQuery meant = plan.meant(query);
    MetadataRule rule = rule(route, meant, board);
    Ready ready = route.ready();
    return ready != null && isReady(ready, route, rule, meant, board, now)
        ? ready.go()
        : deciding(prepared, route, rule, meant, board, now, true).decide(rule);
  }

  /**
   * The same decision with all that its explanation needs. It takes nobody's turn: the next request
   * is decided as if nobody had asked.
   */
  public Course course(RouteQuery query, Board board, Instant now) {
    Routes prepared = routes(query.operation(), board.lists());
    Route route = prepared.of(query);
    return route == null
        ? new Course(noModel(), Match.LISTED.written(), List.of(), List.of())
        : course(prepared, route, plan.meant(query), board, now);
  }

  /**
   * How a name goes for which this pattern is the first that matches.
   *
   * @param query with a name; whether the pattern matches it is not asked
   */
  public Course course(PatternRule pattern, RouteQuery query, Board board, Instant now) {
    Routes prepared = routes(query.operation(), board.lists());
    ModelName asked = Objects.requireNonNull(query.model(), "a pattern is for names");
    Route route = prepared.preparing().route(pattern, asked);
    return course(prepared, route, query, board, now);
  }

  private Course course(Routes prepared, Route route, RouteQuery query, Board board, Instant now) {
    MetadataRule rule = rule(route, query, board);
    return deciding(prepared, route, rule, query, board, now, false).course(rule);
  }

  /** How many routes are kept, over all operations. */
  int keptRoutes() {
    return routes.values().stream().mapToInt(Routes::size).sum();
  }

  private Routes routes(Operation operation, LiveLists lists) {
    if (lists != preparedFrom) {
      routes.clear();
      preparedFrom = lists;
    }
    Routes known = routes.get(operation);
    if (known == null) {
      known = new Routes(plan, lists, operation, orderings);
      routes.put(operation, known);
    }
    return known;
  }

  private RouteDecision noModel() {
    String rule = "no model asked for, and neither default_model nor default_provider names one";
    Why why = new Why(Stage.DEFAULT, rule, plan.defaultsAt(), List.of());
    return new RouteDecision.Refuse(RefusalReason.NO_MODEL, null, why);
  }

  /** The first rule of {@code request_metadata_routing} that holds, or null. */
  private @Nullable MetadataRule rule(Route route, RouteQuery query, Board board) {
    List<MetadataRule> rules = plan.choices().metadataRules();
    if (rules.isEmpty()) {
      return null;
    }
    Facts facts = new QueryFacts(query, board, route.choice().options(), null);
    for (MetadataRule rule : rules) {
      if (rule.condition().holds(facts)) {
        return rule;
      }
    }
    return null;
  }

  private boolean isReady(
      Ready ready,
      Route route,
      @Nullable MetadataRule rule,
      RouteQuery query,
      Board board,
      Instant now) {
    if (query.fallbacksDisabled() || !query.fallbacks().isEmpty()) {
      return false;
    }
    boolean putsFirst =
        rule != null
            && (rule.condition().readsRequest() || route.match().stage() == Stage.DEFAULT)
            && !rule.provider().equals(ready.go().inOrder().getFirst().provider());
    if (putsFirst) {
      return false;
    }
    boolean preCallChecks = plan.choices().preCallChecks();
    List<Option> options = ready.options();
    for (int i = 0; i < options.size(); i++) {
      if (Unfit.of(options.get(i), query.facts(), board, now, preCallChecks, Turn.NONE) != null) {
        return false;
      }
    }
    return true;
  }

  private Deciding deciding(
      Routes prepared,
      Route route,
      @Nullable MetadataRule rule,
      RouteQuery query,
      Board board,
      Instant now,
      boolean inEarnest) {
    ProviderName favoured =
        rule == null || rule.condition().readsRequest() ? null : rule.provider();
    Complexity complexity = new QueryFacts(query, board, List.of(), null).complexity();
    Moment moment =
        new Moment(
            board,
            now,
            query.facts(),
            query.streamed(),
            complexity,
            plan.choices().special(),
            favoured,
            random);
    return new Deciding(plan, prepared.preparing(), route, query, moment, lastResort, inEarnest);
  }
}
