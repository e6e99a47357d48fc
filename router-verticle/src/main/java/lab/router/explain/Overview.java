package lab.router.explain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import lab.config.Configuration;
import lab.config.PatternRule;
import lab.config.Wildcard;
import lab.contract.CallId;
import lab.contract.Candidate;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.contract.RequestFacts;
import lab.contract.RouteDecision;
import lab.contract.RouteDecision.Go;
import lab.contract.RouteDecision.Refuse;
import lab.contract.RouteQuery;
import lab.contract.Stage;
import lab.router.board.Board;
import lab.router.plan.RoutePlanner;
import org.jspecify.annotations.Nullable;

/** Where every name of a configuration goes, in one table. */
public final class Overview {
  private static final List<String> HEAD = List.of("ASKED FOR", "STAGE", "RULE", "TRIED, IN ORDER");

  private final Configuration configuration;
  private final RoutePlanner planner;
  private final Board board;
  private final Instant now;

  /** An overview of what this planner decides of the names of its configuration. */
  public Overview(Configuration configuration, RoutePlanner planner, Board board, Instant now) {
    this.configuration = configuration;
    this.planner = planner;
    this.board = board;
    this.now = now;
  }

  /** The table: a line per name, pattern, capability and balancing entry. */
  public List<String> lines() {
    List<List<String>> rows = new ArrayList<>(List.of(HEAD));
    names().forEach(name -> rows.add(row(name, query(new ModelName(name), null))));
    for (Wildcard wildcard : configuration.choices().wildcards()) {
      String name = wildcard.before() + "*" + wildcard.after();
      rows.add(row(name, query(new ModelName(name), null)));
    }
    for (PatternRule pattern : configuration.patterns()) {
      rows.add(patternRow(pattern));
    }
    for (String capability : configuration.choices().capabilities().keySet()) {
      rows.add(row("capability " + capability, query(null, capability)));
    }
    rows.add(row("(no model)", query(null, null)));
    return aligned(rows);
  }

  /** Names of models and balancing entries, in file order. */
  private Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    configuration.exact().keySet().forEach(name -> names.add(name.value()));
    configuration.choices().balancing().keySet().forEach(name -> names.add(name.value()));
    configuration
        .providers()
        .values()
        .forEach(provider -> provider.models().forEach(model -> names.add(model.name().value())));
    return names;
  }

  private static RouteQuery query(@Nullable ModelName model, @Nullable String capability) {
    return new RouteQuery(
        new CallId("overview"),
        Operation.CHAT,
        model,
        false,
        capability,
        RequestFacts.NONE,
        List.of(),
        false);
  }

  private List<String> row(String asked, RouteQuery query) {
    RouteDecision decision = planner.course(query, board, now).decision();
    return List.of(asked, decision.why().stage().label(), decision.why().rule(), tried(decision));
  }

  /** A pattern has no name to ask for, so its own row tells whom it names. */
  private static List<String> patternRow(PatternRule pattern) {
    String fallback = pattern.fallback() == null ? "" : " > " + pattern.fallback();
    return List.of(
        "pattern",
        Stage.PATTERN.label(),
        pattern.pattern().pattern(),
        pattern.provider() + fallback);
  }

  private static String tried(RouteDecision decision) {
    return switch (decision) {
      case Go go -> String.join(" > ", go.inOrder().stream().map(Overview::written).toList());
      case Refuse refuse -> refuse.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }

  private static String written(Candidate candidate) {
    return candidate.provider() + ": " + candidate.model();
  }

  /** Columns as wide as their widest text; the last one is as long as it is. */
  private static List<String> aligned(List<List<String>> rows) {
    int columns = HEAD.size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns - 1; i++) {
        line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + 2);
      }
      lines.add(line.append(row.getLast()).toString());
    }
    return List.copyOf(lines);
  }
}
