package lab.bench.load;

import java.util.concurrent.Callable;

/** Load before anything is measured: until the compiler has done its work, whenever that is. */
final class WarmUp {
  /**
   * A run that is cheaper than all before it by less than this share shows that all is compiled.
   */
  private static final double SETTLED = 0.05;

  /** A share of its CPU time that the compilers of a process no longer take when it is settled. */
  private static final double COMPILES = 0.03;

  private static final int FEWEST = 3;
  private static final int MOST = 20;

  private WarmUp() {}

  /**
   * Runs again and again until a run is no longer much cheaper than the best before it, and next to
   * nothing is compiled meanwhile, twice.
   *
   * @param process whose CPU time counts
   * @param load gives how much was done
   */
  static void settle(Child process, Callable<Long> load) throws Exception {
    double best = Double.MAX_VALUE;
    int settled = 0;
    for (int run = 0; run < MOST && (run < FEWEST || settled < 2); run++) {
      double before = process.cpuSeconds();
      double compiledBefore = process.compilerSeconds();
      long done = load.call();
      double used = process.cpuSeconds() - before;
      boolean compiles = process.compilerSeconds() - compiledBefore > used * COMPILES;
      double cost = used / Math.max(1, done);
      settled = compiles || cost < best * (1 - SETTLED) ? 0 : settled + 1;
      best = Math.min(best, cost);
    }
  }
}
