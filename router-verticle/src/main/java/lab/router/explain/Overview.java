package lab.router.explain;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import lab.config.Capability;
import lab.config.Configuration;
import lab.config.DefaultRules.SizeRule;
import lab.config.PatternRule;
import lab.contract.CallId;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.contract.RequestFacts;
import lab.contract.RouteQuery;
import lab.router.board.Board;
import lab.router.plan.Course;
import lab.router.plan.RoutePlanner;
import org.jspecify.annotations.Nullable;

/** Where everything that a configuration speaks of goes, in one table. */
public final class Overview {
  /** Stands for a name that no rule mentions. */
  private static final String ANY = "*";

  /** Prompts on either side of the bounds between levels. */
  private static final List<Prompt> BY_COMPLEXITY =
      List.of(new Prompt(10, false), new Prompt(75, false), new Prompt(200, false));

  private static final List<Prompt> BY_CONTEXT =
      List.of(new Prompt(10, false), new Prompt(10, true), new Prompt(4_000, false));

  private final Configuration configuration;
  private final RoutePlanner planner;
  private final Board board;
  private final Instant now;
  private final Operation operation;
  private final BiFunction<Explanation, RequestFacts, Explanation> limited;

  /**
   * An overview of what this planner decides of the names of its configuration.
   *
   * @param limited an explanation with what else is known of limits, for a request that is like
   *     this
   */
  public Overview(
      Configuration configuration,
      RoutePlanner planner,
      Board board,
      Instant now,
      Operation operation,
      BiFunction<Explanation, RequestFacts, Explanation> limited) {
    this.configuration = configuration;
    this.planner = planner;
    this.board = board;
    this.now = now;
    this.operation = operation;
    this.limited = limited;
  }

  /**
   * One line of the table.
   *
   * @param asked what a request asks for
   * @param route where that goes, and why
   */
  public record Row(String asked, Explanation route) {}

  private record Prompt(int tokens, boolean structured) {
    String told() {
      return ", " + tokens + " tokens" + (structured ? " with structure" : "");
    }

    RequestFacts facts() {
      RequestFacts none = RequestFacts.NONE;
      return new RequestFacts(
          tokens,
          tokens,
          structured,
          structured,
          none.outputTokens(),
          none.batchSize(),
          none.user(),
          none.headers(),
          none.metadata(),
          none.tags());
    }
  }

  /** The table, and what else holds, for people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>(Table.of(rows()));
    lines.add("");
    lines.addAll(Remarks.of(configuration));
    return List.copyOf(lines);
  }

  /** The table for programs: one JSON array. */
  public String json() {
    return Explanation.json(rows());
  }

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    names().forEach(name -> rows.add(named(name)));
    configuration.choices().wildcards().stream()
        .map(wildcard -> wildcard.before() + ANY + wildcard.after())
        .forEach(name -> rows.add(named(name)));
    configuration.patterns().forEach(pattern -> rows.add(row(pattern)));
    configuration.choices().capabilities().values().forEach(one -> rows.addAll(rows(one)));
    configuration.defaults().bySize().forEach(rule -> rows.add(named(nameOf(rule))));
    rows.add(row("(any other name)", query(ANY, null, RequestFacts.NONE)));
    rows.add(row("(no model)", query(null, null, RequestFacts.NONE)));
    return rows;
  }

  /** Names of models, balancing entries and aliases, in file order. */
  private Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    configuration.exact().keySet().forEach(name -> names.add(name.value()));
    configuration.choices().balancing().keySet().forEach(name -> names.add(name.value()));
    configuration.choices().aliases().keySet().forEach(name -> names.add(name.value()));
    configuration
        .providers()
        .values()
        .forEach(provider -> provider.models().forEach(model -> names.add(model.name().value())));
    return names;
  }

  /** A capability once, or once for each of the levels that it tells apart. */
  private List<Row> rows(Capability capability) {
    String name = capability.name();
    String asked = "capability " + name;
    List<Prompt> prompts =
        switch (capability.choosing().strategy()) {
          case COMPLEXITY_BASED -> BY_COMPLEXITY;
          case CONTEXT_BASED -> BY_CONTEXT;
          default -> List.of();
        };
    return prompts.isEmpty()
        ? List.of(row(asked, query(null, name, RequestFacts.NONE)))
        : prompts.stream()
            .map(prompt -> row(asked + prompt.told(), query(null, name, prompt.facts())))
            .toList();
  }

  /** A pattern has no name to ask for: it is told of any that it takes. */
  private Row row(PatternRule pattern) {
    return row(
        pattern.pattern().pattern(),
        query(ANY, null, RequestFacts.NONE),
        query -> planner.course(pattern, query, board, now));
  }

  /** A name of the size in the middle of a rule's range. */
  private static String nameOf(SizeRule rule) {
    double size =
        Double.isInfinite(rule.upTo()) ? rule.above() + 1 : (rule.above() + rule.upTo()) / 2;
    return ANY + "-" + BigDecimal.valueOf(size).stripTrailingZeros().toPlainString() + "b";
  }

  private Row named(String name) {
    return row(name, query(name, null, RequestFacts.NONE));
  }

  private Row row(String asked, RouteQuery query) {
    return row(asked, query, same -> planner.course(same, board, now));
  }

  private Row row(String asked, RouteQuery query, Function<RouteQuery, Course> decided) {
    Row row = decided(asked, query, decided);
    return new Row(row.asked(), limited.apply(row.route(), query.facts()));
  }

  /** Who can not chat is told of what it is for, beside the name. */
  private Row decided(String asked, RouteQuery query, Function<RouteQuery, Course> decided) {
    Explanation route = Explanation.of(query, decided.apply(query));
    if (operation != Operation.CHAT || route.refused() == null || route.leftOut().isEmpty()) {
      return new Row(asked, route);
    }
    return Arrays.stream(Operation.values())
        .map(other -> wanting(other, query))
        .map(other -> Explanation.of(other, decided.apply(other)))
        .filter(other -> other.refused() == null)
        .findFirst()
        .map(other -> new Row(asked + ", " + other.operation(), other))
        .orElse(new Row(asked, route));
  }

  private static RouteQuery wanting(Operation operation, RouteQuery query) {
    return new RouteQuery(
        query.call(),
        operation,
        query.model(),
        query.streamed(),
        query.capability(),
        query.facts(),
        query.fallbacks(),
        query.fallbacksDisabled());
  }

  private RouteQuery query(
      @Nullable String model, @Nullable String capability, RequestFacts facts) {
    return new RouteQuery(
        new CallId("overview"),
        operation,
        model == null ? null : new ModelName(model),
        false,
        capability,
        facts,
        List.of(),
        false);
  }
}
