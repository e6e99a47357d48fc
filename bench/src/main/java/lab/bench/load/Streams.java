package lab.bench.load;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/** Streams: what a chunk costs, and how long it is on its way. */
final class Streams {
  private final Path lab;
  private final int rounds;

  Streams(Path lab, int rounds) {
    this.lab = lab;
    this.rounds = rounds;
  }

  void run() throws Exception {
    int streams = 400;
    int chunks = 200;
    int gap = 25;
    try (Setup setup = new Setup(lab, chunks, gap, List.of(), List.of())) {
      Map<String, StreamTarget> targets = new LinkedHashMap<>();
      String chat = "/v1/chat/completions";
      String plain = Chat.body("bench", 100, true);
      targets.put("direct", new StreamTarget(setup.upstream(), setup.upstreamPort(), chat, plain));
      targets.put("nginx", new StreamTarget(setup.nginx(), setup.nginxPort(), chat, plain));
      targets.put("node, as it is", new StreamTarget(setup.node(), setup.nodePort(), chat, plain));
      targets.put(
          "node, name spliced",
          new StreamTarget(
              setup.node(), setup.nodePort(), chat, Chat.body("bench-spliced", 100, true)));
      targets.put(
          "nginx, NDJSON", new StreamTarget(setup.nginx(), setup.nginxPort(), "/api/chat", plain));
      targets.put(
          "node, from NDJSON",
          new StreamTarget(
              setup.node(), setup.nodePort(), chat, Chat.body("bench-ollama", 100, true)));
      Map<String, StreamFigures> figures = new LinkedHashMap<>();
      for (StreamTarget target : targets.values()) {
        WarmUp.settle(target.process(), () -> target.run(streams, 60, new StreamFigures()));
      }
      for (int round = 0; round < rounds; round++) {
        for (Map.Entry<String, StreamTarget> target : targets.entrySet()) {
          StreamFigures one = figures.computeIfAbsent(target.getKey(), name -> new StreamFigures());
          long unused = target.getValue().run(streams, 60, one);
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
    /** One run; gives the number of chunks. */
    long run(int streams, int seconds, StreamFigures into) throws Exception {
      double before = process.cpuSeconds();
      Matcher result =
          StreamRun.RESULT.matcher(StreamRun.start(port, path, body, streams, seconds).finish());
      if (!result.find()) {
        return 0;
      }
      long chunks = Long.parseLong(result.group(3));
      into.cpu.add((process.cpuSeconds() - before) * 1e6 / Math.max(1, chunks));
      into.p50.add(Double.parseDouble(result.group(4)));
      into.p99.add(Double.parseDouble(result.group(5)));
      into.broken += Long.parseLong(result.group(2));
      return chunks;
    }
  }
}
