package lab.bench.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Several targets under the same load, one after the other again and again, and what each costs.
 */
final class Alternation {
  private final int rounds;
  private final int seconds;
  private final List<Target> targets = new ArrayList<>();

  /** What is measured: who listens where, and whose CPU time counts. */
  private record Target(String name, int port, Child process, Optional<Path> script) {}

  Alternation(int rounds, int seconds) {
    this.rounds = rounds;
    this.seconds = seconds;
  }

  /** Adds a target; the others are compared with the one named in {@link #run}. */
  void add(String name, int port, Child process) {
    targets.add(new Target(name, port, process, Optional.empty()));
  }

  /** Adds a target that is asked otherwise than the others. */
  void add(String name, int port, Child process, Path script) {
    targets.add(new Target(name, port, process, Optional.of(script)));
  }

  /**
   * Warms up, measures, and prints a table.
   *
   * @param base the target that the others are compared with
   */
  void run(String title, String base, Path script, int connections) throws Exception {
    targets.replaceAll(
        target ->
            new Target(
                target.name(),
                target.port(),
                target.process(),
                Optional.of(target.script().orElse(script))));
    run(title, base, connections);
  }

  /** The same where each target has its script. */
  void run(String title, String base, int connections) throws Exception {
    for (Child process : targets.stream().map(Target::process).distinct().toList()) {
      List<Target> its = targets.stream().filter(target -> target.process() == process).toList();
      WarmUp.settle(process, () -> runAll(its, connections));
    }
    Map<String, Figures> figures = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (Target target : targets) {
        double before = target.process().cpuSeconds();
        Path script = target.script().orElseThrow();
        Wrk.Result result = Wrk.run(target.port(), script, connections, seconds);
        double used = target.process().cpuSeconds() - before;
        figures.computeIfAbsent(target.name(), name -> new Figures()).add(result, used);
      }
    }
    print(title, base, figures);
  }

  /** All targets of one process together, as what it compiles for one serves the next. */
  private long runAll(List<Target> all, int connections) throws Exception {
    long requests = 0;
    for (Target target : all) {
      Path script = target.script().orElseThrow();
      requests += Wrk.run(target.port(), script, connections, seconds).requests();
    }
    return requests;
  }

  private static final class Figures {
    private final Series cpu = new Series();
    private final Series rate = new Series();
    private final Series p50 = new Series();
    private final Series p99 = new Series();
    private long failed;

    void add(Wrk.Result result, double cpuSeconds) {
      cpu.add(cpuSeconds * 1e6 / Math.max(1, result.requests()));
      rate.add(result.perSecond());
      p50.add(result.p50());
      p99.add(result.p99());
      failed += result.failed();
    }
  }

  private static void print(String title, String base, Map<String, Figures> figures) {
    System.out.println("### " + title);
    System.out.println();
    System.out.printf(
        "| target | CPU-us/request floor | median | x %1$s floor | x %1$s median | requests/s"
            + " (median) | p50 us | p99 us | failed |%n",
        base);
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    Figures compared = Objects.requireNonNull(figures.get(base));
    figures.forEach(
        (name, its) ->
            System.out.printf(
                "| %s | %.1f | %.1f | %.2f | %.2f | %.0f | %.0f | %.0f | %d |%n",
                name,
                its.cpu.floor(),
                its.cpu.median(),
                its.cpu.floor() / compared.cpu.floor(),
                its.cpu.median() / compared.cpu.median(),
                its.rate.median(),
                its.p50.median(),
                its.p99.median(),
                its.failed));
    System.out.println();
  }
}
