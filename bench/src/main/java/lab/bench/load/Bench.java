package lab.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Measures a node beside nginx, in alternation, in one run. CPU per request is the main figure: it
 * repeats where throughput and latency depend on what else shares the cores.
 */
public final class Bench {
  private Bench() {}

  /** Arguments: the path of {@code lab}, rounds, seconds per round, and what to measure. */
  public static void main(String[] arguments) throws Exception {
    Path lab = Path.of(arguments[0]);
    int rounds = Integer.parseInt(arguments[1]);
    int seconds = Integer.parseInt(arguments[2]);
    List<String> parts = List.of(arguments).subList(3, arguments.length);
    System.out.printf(
        "%d cores, %d GiB, JDK %s, %d rounds of %d s%n%n",
        Runtime.getRuntime().availableProcessors(),
        memoryGiB(),
        Runtime.version(),
        rounds,
        seconds);
    if (parts.contains("start")) {
      new StartUp(lab, rounds).run();
    }
    if (parts.contains("requests")) {
      new Requests(lab, rounds, seconds).run();
    }
    if (parts.contains("core")) {
      new OneCore(lab, rounds, seconds).run();
    }
    if (parts.contains("cache")) {
      new Cached(lab, rounds, seconds).run();
    }
    if (parts.contains("hits")) {
      new Cached(lab, rounds, seconds).hits();
    }
    if (parts.contains("misses")) {
      new Cached(lab, rounds, seconds).misses();
    }
    if (parts.contains("cluster")) {
      new Clustered(lab, rounds, seconds).run();
    }
    if (parts.contains("streams")) {
      new Streams(lab, rounds).run();
    }
    if (parts.contains("translated")) {
      new Translated(lab, rounds, seconds).run();
    }
    if (parts.contains("prompts")) {
      new Translated(lab, rounds, seconds).prompts();
    }
    if (parts.contains("watching")) {
      new Watching(lab, rounds, seconds).run();
    }
    if (parts.contains("open")) {
      new OpenStreams(lab).run(1_000);
      new OpenStreams(lab).run(5_000);
    }
  }

  private static long memoryGiB() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/meminfo"))) {
      String total = lines.findFirst().orElse("0");
      return Math.round(Long.parseLong(total.replaceAll("[^0-9]", "")) / 1048576.0);
    }
  }
}
