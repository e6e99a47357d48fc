package lab.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What it costs to be a node of a cluster, and how soon one is. */
final class Clustered {
  /** Enough that each has ended its rest of a second before it is asked again. */
  private static final int FAILING = 150;

  private static final int ASKED_PER_SECOND = 100;

  /** One that fails: its number, the upstream's port, the path there, and its model's name. */
  private static final String PROVIDER =
      """
        p%1$d:
          type: openai_compatible
          base_url: http://127.0.0.1:%2$d%3$s
          models: [%4$s%1$d]
      """;

  private final Path lab;
  private final int rounds;
  private final int seconds;
  private final Series joined = new Series();

  Clustered(Path lab, int rounds, int seconds) {
    this.lab = lab;
    this.rounds = rounds;
    this.seconds = seconds;
  }

  void run() throws Exception {
    try (Setup setup = new Setup(lab, "{}")) {
      requests(setup);
      transitions(setup);
    }
    System.out.printf(
        Locale.ROOT,
        "a third node joins and is ready after %.2f s (best), %.2f s (most); target 5 s%n%n",
        joined.floor(),
        joined.best());
  }

  /** The same load on a node alone and on one of three. */
  private void requests(Setup setup) throws Exception {
    Path small = Wrk.script(setup.folder(), "small", Chat.body("bench", 900, false));
    try (ClusterNodes nodes = new ClusterNodes(lab, setup.folder())) {
      joined.add(nodes.last().readySeconds());
      Alternation both = new Alternation(rounds, seconds);
      both.add("alone", setup.nodePort(), setup.node());
      both.add("in a cluster", nodes.first().port(), nodes.first().process());
      both.run(
          "1 KB chat, a node of three beside one alone, 32 connections; target 1.05",
          "alone",
          small,
          32);
    }
  }

  /** One node is asked for providers that all fail; another one only hears of it. */
  private void transitions(Setup setup) throws Exception {
    try (ClusterNodes nodes = new ClusterNodes(lab, failing(setup.upstreamPort()))) {
      joined.add(nodes.last().readySeconds());
      FailingLoad load = new FailingLoad(nodes.first().port(), FAILING, ASKED_PER_SECOND);
      WarmUp.settle(
          nodes.last().process(),
          () -> {
            load.run(seconds);
            return (long) ASKED_PER_SECOND * seconds;
          });
      Series idle = new Series();
      Series busy = new Series();
      Series told = new Series();
      for (int round = 0; round < rounds; round++) {
        double start = nodes.last().process().cpuSeconds();
        Thread.sleep(seconds * 1_000L);
        double between = nodes.last().process().cpuSeconds();
        double before = rests(nodes);
        load.run(seconds);
        idle.add(share(between - start));
        busy.add(share(nodes.last().process().cpuSeconds() - between));
        told.add((rests(nodes) - before) / seconds);
      }
      System.out.printf(
          Locale.ROOT,
          "%.0f transitions/s (median) cost a node that hears them %.2f %% of a core (medians:"
              + " %.2f %%, and %.2f %% without any); target 2 %% at 100%n%n",
          told.median(),
          busy.median() - idle.median(),
          busy.median(),
          idle.median());
    }
  }

  private double share(double cpuSeconds) {
    return 100 * cpuSeconds / seconds;
  }

  /** Those that the asked node began since its start. */
  private static double rests(ClusterNodes nodes) throws Exception {
    return nodes
        .get(nodes.first(), "/metrics")
        .lines()
        .filter(line -> line.startsWith("provider_circuit_opened_total"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static Path failing(int upstreamPort) throws IOException {
    Path folder = Files.createTempDirectory("lab-bench");
    String providers =
        IntStream.range(0, FAILING)
            .mapToObj(
                i -> PROVIDER.formatted(i, upstreamPort, UpstreamServer.FAILING, FailingLoad.MODEL))
            .collect(Collectors.joining());
    Path unused =
        Files.writeString(
            folder.resolve("providers.yaml"),
            "health_checks: {enabled: false}\nproviders:\n" + providers);
    Path rules =
        Files.writeString(
            folder.resolve("model-mappings.yaml"),
            """
            special_cases:
              error_based_routing:
                {error_threshold: 1, cooldown_seconds: 1, longest_cooldown_seconds: 1}
            """);
    Path settings =
        Files.writeString(folder.resolve("gateway.yaml"), "litellm_settings: {num_retries: 0}\n");
    return folder;
  }
}
