package lab.bench.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/**
 * Several targets under the same streams, one after the other again and again, and what a chunk
 * costs each.
 */
final class StreamAlternation {
  /** More than any run takes. */
  private static final int SECONDS = 60;

  private final int rounds;
  private final int streams;
  private final Map<String, Target> targets = new LinkedHashMap<>();

  /**
   * @param streams at once, of every target
   */
  StreamAlternation(int rounds, int streams) {
    this.rounds = rounds;
    this.streams = streams;
  }

  /**
   * Adds a target.
   *
   * @param base the target that it is compared with
   * @param process whose CPU time counts
   */
  void add(String name, String base, Child process, int port, String path, String body) {
    targets.put(name, new Target(base, process, port, path, body));
  }

  /** Warms up, measures, and prints a table. */
  void run(String title) throws Exception {
    Map<String, Figures> figures = new LinkedHashMap<>();
    warmUp();
    for (int round = 0; round < rounds; round++) {
      for (Map.Entry<String, Target> target : targets.entrySet()) {
        Figures one = figures.computeIfAbsent(target.getKey(), name -> new Figures());
        long unused = target.getValue().run(streams, one);
      }
    }
    print(title, figures);
  }

  /** All targets of a process together: one by one, a dozen of them would take half an hour. */
  private void warmUp() throws Exception {
    for (Child process : targets.values().stream().map(Target::process).distinct().toList()) {
      List<Target> its =
          targets.values().stream().filter(target -> target.process() == process).toList();
      WarmUp.settle(process, () -> runAll(its));
    }
  }

  private long runAll(List<Target> all) throws Exception {
    long chunks = 0;
    for (Target target : all) {
      chunks += target.run(streams, new Figures());
    }
    return chunks;
  }

  private void print(String title, Map<String, Figures> figures) {
    System.out.println("### " + title);
    System.out.println();
    System.out.println(
        "| target | CPU-us/chunk floor | median | x nginx floor | p50 us | p99 us | broken |");
    System.out.println("|---|---|---|---|---|---|---|");
    targets.forEach(
        (name, target) -> {
          Figures its = figures.getOrDefault(name, new Figures());
          Figures base = figures.getOrDefault(target.base(), new Figures());
          System.out.printf(
              "| %s | %.1f | %.1f | %.2f | %.0f | %.0f | %d |%n",
              name,
              its.cpu.floor(),
              its.cpu.median(),
              its.cpu.floor() / base.cpu.floor(),
              its.p50.median(),
              its.p99.median(),
              its.broken);
        });
    System.out.println();
  }

  private static final class Figures {
    private final Series cpu = new Series();
    private final Series p50 = new Series();
    private final Series p99 = new Series();
    private long broken;
  }

  private record Target(String base, Child process, int port, String path, String body) {
    /** One run; gives the number of chunks. */
    long run(int streams, Figures into) throws Exception {
      double before = process.cpuSeconds();
      Matcher result =
          StreamRun.RESULT.matcher(StreamRun.start(port, path, body, streams, SECONDS).finish());
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
