package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dashboards, rules and documents ask for what a node tells. */
class DashboardsTest {
  private static final Path MONITORING = Path.of("..", "monitoring");
  private static final Path RULES = MONITORING.resolve("rules");
  private static final Pattern EXPRESSION = Pattern.compile("(?m)^ +expr: (.*)$");
  private static final Pattern RECORDED = Pattern.compile("(?m)^ +- record: (.*)$");
  private static final Pattern FENCE = Pattern.compile("(?s)```promql\\n(.*?)```");
  private static final Pattern COMPARISON = Pattern.compile(" (>|<|==|>=|<=|!=) (?=[0-9])");

  static List<Path> dashboards() throws IOException {
    return in(MONITORING.resolve("grafana"), ".json");
  }

  private static List<Path> in(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  @Test
  void noQueryAsksForWhatANodeDoesNotTell(@TempDir Path folder, @TempDir Path own)
      throws Exception {
    // Given
    Optional<Path> program = Prometheus.program("prometheus");
    assumeTrue(program.isPresent(), "no prometheus here: apt-get install prometheus");
    Set<String> silent = queries();
    assertThat(silent).hasSizeGreaterThan(80);
    // None of these providers tells of its money; that there is such a metric the reference says.
    assertThat(silent.removeIf(query -> query.contains(" (provider_credits_left)"))).isTrue();
    assertThat(Files.readString(Path.of("..", "docs", "metrics.md")))
        .contains("| `provider_credits_left` |");

    // When
    try (Lab lab = WatchedLab.start(folder);
        Prometheus prometheus = Prometheus.start(program.get(), own, RULES, lab.port())) {
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(500))
          .until(() -> stillSilent(lab, prometheus, silent), Set::isEmpty);
    }

    // Then
    assertThat(silent).isEmpty();
  }

  private static Set<String> stillSilent(Lab lab, Prometheus prometheus, Set<String> silent)
      throws Exception {
    var unused = WatchedLab.round(lab);
    for (String query : List.copyOf(silent)) {
      if (!prometheus.ask(query).isEmpty()) {
        boolean unusedWord = silent.remove(query);
      }
    }
    return silent;
  }

  /** All of them, as they are asked of a node that has just begun. */
  private static Set<String> queries() throws IOException {
    Set<String> all = new TreeSet<>();
    for (Path dashboard : dashboards()) {
      panels(dashboard).forEach(panel -> all.addAll(expressions(panel)));
    }
    for (Path rules : in(RULES, ".yml")) {
      String text = Files.readString(rules);
      all.addAll(matches(EXPRESSION, text));
      all.addAll(matches(RECORDED, text));
    }
    for (Path document : in(Path.of("..", "docs"), ".md")) {
      for (String block : matches(FENCE, Files.readString(document))) {
        block.lines().filter(line -> !line.isBlank()).forEach(all::add);
      }
    }
    return new TreeSet<>(all.stream().map(DashboardsTest::filled).toList());
  }

  private static List<String> matches(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    List<String> all = new ArrayList<>();
    while (found.find()) {
      all.add(found.group(1));
    }
    return all;
  }

  private static List<JsonObject> panels(Path dashboard) throws IOException {
    JsonArray panels = new JsonObject(Files.readString(dashboard)).getJsonArray("panels");
    return panels.stream().map(JsonObject.class::cast).toList();
  }

  private static List<String> expressions(JsonObject panel) {
    return panel.getJsonArray("targets", new JsonArray()).stream()
        .map(target -> ((JsonObject) target).getString("expr"))
        .toList();
  }

  /** Variables have values, and a comparison says whether it holds instead of saying nothing. */
  private static String filled(String query) {
    String valued =
        query
            .replace("$instance", ".*")
            .replace("$__rate_interval", "1m")
            .replace("$__range", "1m");
    return COMPARISON.matcher(valued).replaceAll(" $1 bool ");
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void aDashboardIsWhole(Path dashboard) throws IOException {
    // When
    JsonObject whole = new JsonObject(Files.readString(dashboard));
    List<JsonObject> panels = panels(dashboard);

    // Then
    assertThat(whole.getString("uid")).startsWith("lab-");
    assertThat(panels).extracting(panel -> panel.getInteger("id")).doesNotHaveDuplicates();
    assertThat(panels)
        .filteredOn(panel -> !panel.getString("type").equals("row"))
        .allSatisfy(
            panel -> {
              assertThat(panel.getJsonObject("datasource").getString("uid"))
                  .isEqualTo("${datasource}");
              assertThat(panel.getString("description")).isNotBlank();
              assertThat(expressions(panel)).isNotEmpty();
            });
    assertThat(overlapping(panels)).isEmpty();
  }

  private static List<String> overlapping(List<JsonObject> panels) {
    Set<String> taken = new HashSet<>();
    List<String> twice = new ArrayList<>();
    for (JsonObject panel : panels) {
      JsonObject at = panel.getJsonObject("gridPos");
      for (int x = at.getInteger("x"); x < at.getInteger("x") + at.getInteger("w"); x++) {
        for (int y = at.getInteger("y"); y < at.getInteger("y") + at.getInteger("h"); y++) {
          if (x >= 24 || !taken.add(x + "," + y)) {
            twice.add(panel.getString("title") + " at " + x + "," + y);
          }
        }
      }
    }
    return twice;
  }

  @Test
  void theRulesPassTheirTests() throws Exception {
    // Given
    Optional<Path> program = Prometheus.program("promtool");
    assumeTrue(program.isPresent(), "no promtool here: apt-get install prometheus");

    // When
    Process process =
        new ProcessBuilder(program.get().toString(), "test", "rules", "alerts_test.yml")
            .directory(RULES.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    // Then
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }

  @Test
  void everyAlertIsExplainedAndTested() throws IOException {
    // Given
    String document = Files.readString(Path.of("..", "docs", "alerts.md"));
    String tests = Files.readString(RULES.resolve("alerts_test.yml"));

    // When
    List<String> alerts =
        matches(
            Pattern.compile("(?m)^ +- alert: (.*)$"),
            Files.readString(RULES.resolve("alerts.yml")));

    // Then
    assertThat(alerts).hasSizeGreaterThan(10);
    assertThat(alerts)
        .allSatisfy(
            alert -> {
              assertThat(document).contains("## " + alert + "\n");
              assertThat(tests).contains("alertname: " + alert + "\n        exp_alerts:");
            });
  }
}
