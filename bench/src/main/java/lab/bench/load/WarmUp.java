package lab.bench.load;

import java.util.concurrent.Callable;

/** Load before anything is measured: until the compiler has done its work, whenever that is. */
final class WarmUp {
  /**
   * A run that is cheaper than all before it by less than this share shows that all is compiled.
   */
  private static final double SETTLED = 0.05;

  private static final int FEWEST = 3;
  private static final int MOST = 12;

  private WarmUp() {}

  /**
   * Runs again and again until a run is no longer much cheaper than the best before it, twice.
   *
   * @param process whose CPU time counts
   * @param load gives how much was done
   */
  static void settle(Child process, Callable<Long> load) throws Exception {
    double best = Double.MAX_VALUE;
    int settled = 0;
    for (int run = 0; run < MOST && (run < FEWEST || settled < 2); run++) {
      double before = process.cpuSeconds();
      long done = load.call();
      double cost = (process.cpuSeconds() - before) / Math.max(1, done);
      settled = cost < best * (1 - SETTLED) ? 0 : settled + 1;
      best = Math.min(best, cost);
    }
  }
}
