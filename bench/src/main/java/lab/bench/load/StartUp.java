package lab.bench.load;

import java.nio.file.Path;
import java.util.List;

/** How soon a node is ready, and what it takes of memory with nothing to do. */
final class StartUp {
  private static final long SETTLED_MILLIS = 5_000;

  private final Path lab;
  private final int rounds;

  StartUp(Path lab, int rounds) {
    this.lab = lab;
    this.rounds = rounds;
  }

  void run() throws Exception {
    Series ready = new Series();
    Series idle = new Series();
    for (int round = 0; round < rounds; round++) {
      try (Setup setup = new Setup(lab, 1, 1, List.of(), List.of())) {
        ready.add(setup.nodeReadySeconds());
        Thread.sleep(SETTLED_MILLIS);
        idle.add(setup.node().residentMegabytes());
      }
    }
    System.out.printf(
        "start: ready after %.2f s (best), %.2f s (median); idle resident memory %.0f MB"
            + " (median), %.0f MB (most)%n%n",
        ready.floor(), ready.median(), idle.median(), idle.best());
  }
}
