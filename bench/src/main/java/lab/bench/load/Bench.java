package lab.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures a node beside nginx, in alternation, in one run. CPU per request is the main figure: it
 * repeats where throughput and latency depend on what else shares the cores.
 */
public final class Bench {
  private static final Pattern STREAMS =
      Pattern.compile(
          "finished (\\d+) broken (\\d+) chunks (\\d+) p50us (-?\\d+) p99us (-?\\d+)"
              + " silentms (\\d+)");

  private final Path lab;
  private final int rounds;
  private final int seconds;

  private Bench(Path lab, int rounds, int seconds) {
    this.lab = lab;
    this.rounds = rounds;
    this.seconds = seconds;
  }

  /** Arguments: the path of {@code lab}, rounds, seconds per round, and what to measure. */
  public static void main(String[] arguments) throws Exception {
    Bench bench =
        new Bench(
            Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    List<String> parts = List.of(arguments).subList(3, arguments.length);
    System.out.printf(
        "%d cores, %d GiB, JDK %s, %d rounds of %d s%n%n",
        Runtime.getRuntime().availableProcessors(),
        memoryGiB(),
        Runtime.version(),
        bench.rounds,
        bench.seconds);
    if (parts.contains("requests")) {
      bench.requests();
    }
    if (parts.contains("core")) {
      bench.oneCore();
    }
    if (parts.contains("streams")) {
      bench.streams();
    }
    if (parts.contains("open")) {
      bench.openStreams(1_000);
      bench.openStreams(5_000);
    }
  }

  private static long memoryGiB() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/meminfo"))) {
      String total = lines.findFirst().orElse("0");
      return Math.round(Long.parseLong(total.replaceAll("[^0-9]", "")) / 1048576.0);
    }
  }

  private static String chat(String model, int promptBytes, boolean stream) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}],\"stream\":%s}"
        .formatted(model, "Words of a prompt. ".repeat(promptBytes / 19), stream);
  }

  /** A whole call of 1 KB, and one with a prompt of 20 KB. */
  private void requests() throws IOException {
    try (Setup setup = new Setup(lab, 1, 1, List.of())) {
      Path small = Wrk.script(setup.folder(), "small", chat("bench", 900, false));
      Path spliced = Wrk.script(setup.folder(), "spliced", chat("bench-spliced", 900, false));
      Path large = Wrk.script(setup.folder(), "large", chat("bench", 20_000, false));
      alternate("1 KB chat, not streamed, 32 connections", setup, small, 32);
      alternate("1 KB chat, the model's name spliced, 32 connections", setup, spliced, 32);
      alternate("20 KB prompt, 32 connections", setup, large, 32);
      alternate("1 KB chat, 1 connection", setup, small, 1);
    }
  }

  private void alternate(String title, Setup setup, Path script, int connections)
      throws IOException {
    Map<String, Figures> figures = new LinkedHashMap<>();
    Map<String, Integer> ports = new LinkedHashMap<>();
    ports.put("direct", setup.upstreamPort());
    ports.put("nginx", setup.nginxPort());
    ports.put("node", setup.nodePort());
    for (int port : ports.values()) {
      Wrk.run(port, script, connections, Math.max(12, 2 * seconds)); // Warm-up.
    }
    for (int round = 0; round < rounds; round++) {
      for (Map.Entry<String, Integer> target : ports.entrySet()) {
        Child process =
            switch (target.getKey()) {
              case "nginx" -> setup.nginx();
              case "node" -> setup.node();
              default -> setup.upstream();
            };
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

  /** Throughput of a node that has one core for itself, the load and the upstream on the other. */
  private void oneCore() throws IOException {
    try (Setup setup = new Setup(lab, 1, 1, List.of("taskset", "-c", "0"))) {
      Path small = Wrk.script(setup.folder(), "small", chat("bench", 900, false));
      Wrk.run(setup.nodePort(), small, 64, 10);
      Series rate = new Series();
      long failed = 0;
      for (int round = 0; round < rounds; round++) {
        double before = setup.node().cpuSeconds();
        Wrk.Result result = Wrk.run(setup.nodePort(), small, 64, seconds);
        double used = setup.node().cpuSeconds() - before;
        // What it would do with the whole of its core: here the load generator waits for the
        // upstream, which shares the other core with it.
        rate.add(result.requests() / used);
        failed += result.failed();
        System.out.printf(
            "one core: %.0f requests/s measured, node busy %.0f %% of its core%n",
            result.perSecond(), 100 * used / seconds);
      }
      System.out.printf(
          "one core: %.0f requests per CPU-second (best), %.0f (median), %d failed%n%n",
          rate.best(), rate.median(), failed);
    }
  }

  /** What a chunk costs, and how long it is on its way. */
  private void streams() throws Exception {
    int streams = 400;
    int chunks = 200;
    int gap = 25;
    try (Setup setup = new Setup(lab, chunks, gap, List.of())) {
      Map<String, StreamTarget> targets = new LinkedHashMap<>();
      String chat = "/v1/chat/completions";
      String plain = chat("bench", 100, true);
      targets.put("direct", new StreamTarget(setup.upstream(), setup.upstreamPort(), chat, plain));
      targets.put("nginx", new StreamTarget(setup.nginx(), setup.nginxPort(), chat, plain));
      targets.put("node, as it is", new StreamTarget(setup.node(), setup.nodePort(), chat, plain));
      targets.put(
          "node, name spliced",
          new StreamTarget(setup.node(), setup.nodePort(), chat, chat("bench-spliced", 100, true)));
      targets.put(
          "nginx, NDJSON", new StreamTarget(setup.nginx(), setup.nginxPort(), "/api/chat", plain));
      targets.put(
          "node, from NDJSON",
          new StreamTarget(setup.node(), setup.nodePort(), chat, chat("bench-ollama", 100, true)));
      Map<String, StreamFigures> figures = new LinkedHashMap<>();
      for (int round = -1; round < rounds; round++) {
        for (Map.Entry<String, StreamTarget> target : targets.entrySet()) {
          StreamFigures one = figures.computeIfAbsent(target.getKey(), name -> new StreamFigures());
          target.getValue().run(streams, 60, round < 0 ? new StreamFigures() : one);
        }
      }
      System.out.printf(
          "### Streams: %d at once, %d chunks each, one every %d ms%n%n", streams, chunks, gap);
      System.out.println(
          "| target | CPU-us/chunk floor | median | x nginx floor | p50 us | p99 us | broken |");
      System.out.println("|---|---|---|---|---|---|---|");
      figures.forEach(
          (name, its) -> {
            StreamFigures base = figures.get(name.contains("NDJSON") ? "nginx, NDJSON" : "nginx");
            System.out.printf(
                "| %s | %.1f | %.1f | %.2f | %.0f | %.0f | %d |%n",
                name,
                its.cpu.floor(),
                its.cpu.median(),
                base == null ? Double.NaN : its.cpu.floor() / base.cpu.floor(),
                its.p50.median(),
                its.p99.median(),
                its.broken);
          });
      System.out.println();
    }
  }

  private static final class StreamFigures {
    private final Series cpu = new Series();
    private final Series p50 = new Series();
    private final Series p99 = new Series();
    private long broken;
  }

  private record StreamTarget(Child process, int port, String path, String body) {
    void run(int streams, int seconds, StreamFigures into) throws Exception {
      double before = process.cpuSeconds();
      Matcher result = STREAMS.matcher(client(port, path, body, streams, seconds).finish());
      if (result.find()) {
        long chunks = Long.parseLong(result.group(3));
        into.cpu.add((process.cpuSeconds() - before) * 1e6 / Math.max(1, chunks));
        into.p50.add(Double.parseDouble(result.group(4)));
        into.p99.add(Double.parseDouble(result.group(5)));
        into.broken += Long.parseLong(result.group(2));
      }
    }
  }

  /** Many streams held open at once. */
  private void openStreams(int streams) throws Exception {
    int seconds = 20;
    try (Setup setup = new Setup(lab, seconds * 2, 500, List.of())) {
      Client client =
          client(
              setup.nodePort(),
              "/v1/chat/completions",
              chat("bench", 100, true),
              streams,
              seconds * 3);
      long most = 0;
      while (client.process.isAlive()) {
        most = Math.max(most, setup.node().residentMegabytes());
        Thread.sleep(250);
      }
      System.out.printf(
          "%d streams open at once: %s; node's resident memory at most %d MB%n%n",
          streams, client.finish().strip(), most);
    }
  }

  private record Client(Process process) {
    String finish() throws IOException {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Client client(int port, String path, String body, int streams, int seconds)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-Xmx1g",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                StreamClient.class.getName(),
                Integer.toString(port),
                path,
                body,
                Integer.toString(streams),
                Integer.toString(seconds)));
    return new Client(new ProcessBuilder(command).redirectErrorStream(true).start());
  }
}
