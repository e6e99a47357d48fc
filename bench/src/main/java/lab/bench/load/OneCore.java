package lab.bench.load;

import java.nio.file.Path;
import java.util.List;

/** What a node answers that has one core for itself, with load and upstream on the other. */
final class OneCore {
  private final Path lab;
  private final int rounds;
  private final int seconds;

  OneCore(Path lab, int rounds, int seconds) {
    this.lab = lab;
    this.rounds = rounds;
    this.seconds = seconds;
  }

  void run() throws Exception {
    List<String> others = List.of("taskset", "-c", "1");
    try (Setup setup = new Setup(lab, 1, 1, List.of("taskset", "-c", "0"), others)) {
      Path small = Wrk.script(setup.folder(), "small", Chat.body("bench", 900, false));
      WarmUp.settle(
          setup.node(), () -> Wrk.run(setup.nodePort(), small, 64, seconds, others).requests());
      long failed = 0;
      Series rate = new Series();
      Series perCpuSecond = new Series();
      for (int round = 0; round < rounds; round++) {
        double before = setup.node().cpuSeconds();
        Wrk.Result result = Wrk.run(setup.nodePort(), small, 64, seconds, others);
        perCpuSecond.add(result.requests() / (setup.node().cpuSeconds() - before));
        rate.add(result.perSecond());
        failed += result.failed();
      }
      System.out.printf(
          "one core: %.0f requests/s (best), %.0f (median), %d failed;"
              + " %.0f per CPU-second (best)%n%n",
          rate.best(), rate.median(), failed, perCpuSecond.best());
    }
  }
}
