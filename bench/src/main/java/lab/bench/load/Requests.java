package lab.bench.load;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Calls that are answered whole: what each costs, beside nginx and the upstream itself. */
final class Requests {
  private final Path lab;
  private final int rounds;
  private final int seconds;

  Requests(Path lab, int rounds, int seconds) {
    this.lab = lab;
    this.rounds = rounds;
    this.seconds = seconds;
  }

  /** A whole call of 1 KB, and one with a prompt of 20 KB. */
  void run() throws Exception {
    try (Setup setup = new Setup(lab, 1, 1, List.of(), List.of())) {
      Path small = Wrk.script(setup.folder(), "small", Chat.body("bench", 900, false));
      Path spliced = Wrk.script(setup.folder(), "spliced", Chat.body("bench-spliced", 900, false));
      Path large = Wrk.script(setup.folder(), "large", Chat.body("bench", 20_000, false));
      alternate("1 KB chat, not streamed, 32 connections", setup, small, 32);
      alternate("1 KB chat, the model's name spliced, 32 connections", setup, spliced, 32);
      alternate("20 KB prompt, 32 connections", setup, large, 32);
      alternate("1 KB chat, 1 connection", setup, small, 1);
    }
  }

  private void alternate(String title, Setup setup, Path script, int connections) throws Exception {
    Map<String, Figures> figures = new LinkedHashMap<>();
    Map<String, Integer> ports = new LinkedHashMap<>();
    ports.put("direct", setup.upstreamPort());
    ports.put("nginx", setup.nginxPort());
    ports.put("node", setup.nodePort());
    Map<String, Child> processes =
        Map.of("direct", setup.upstream(), "nginx", setup.nginx(), "node", setup.node());
    for (Map.Entry<String, Integer> target : ports.entrySet()) {
      WarmUp.settle(
          Objects.requireNonNull(processes.get(target.getKey())),
          () -> Wrk.run(target.getValue(), script, connections, seconds).requests());
    }
    for (int round = 0; round < rounds; round++) {
      for (Map.Entry<String, Integer> target : ports.entrySet()) {
        Child process = Objects.requireNonNull(processes.get(target.getKey()));
        double before = process.cpuSeconds();
        Wrk.Result result = Wrk.run(target.getValue(), script, connections, seconds);
        double used = process.cpuSeconds() - before;
        figures.computeIfAbsent(target.getKey(), name -> new Figures()).add(result, used);
      }
    }
    print(title, figures);
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

  private static void print(String title, Map<String, Figures> figures) {
    System.out.println("### " + title);
    System.out.println();
    System.out.println(
        "| target | CPU-us/request floor | median | x nginx floor | x nginx median | requests/s"
            + " (median) | p50 us | p99 us | failed |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    Figures nginx = Objects.requireNonNull(figures.get("nginx"));
    figures.forEach(
        (name, its) ->
            System.out.printf(
                "| %s | %.1f | %.1f | %.2f | %.2f | %.0f | %.0f | %.0f | %d |%n",
                name,
                its.cpu.floor(),
                its.cpu.median(),
                its.cpu.floor() / nginx.cpu.floor(),
                its.cpu.median() / nginx.cpu.median(),
                its.rate.median(),
                its.p50.median(),
                its.p99.median(),
                its.failed));
    System.out.println();
  }
}
