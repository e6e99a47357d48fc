package lab.config;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import lab.config.DefaultRules.SizeRule;

/** Whether rules of sizes leave anything to a later one. */
final class SizeCover {
  /** Nobody writes more; comparing each with all before it is not for free. */
  private static final int MOST = 100;

  private SizeCover() {}

  /** Whether every size that a rule means is taken by some earlier rule. */
  static boolean covers(List<SizeRule> earlier, SizeRule rule) {
    if (earlier.size() > MOST) {
      return false;
    }
    // Between two neighbouring bounds all sizes fare alike: one of them, and the bounds, tell all.
    double[] bounds =
        DoubleStream.concat(
                DoubleStream.of(rule.above(), rule.upTo()),
                earlier.stream()
                    .flatMapToDouble(each -> DoubleStream.of(each.above(), each.upTo())))
            .sorted()
            .distinct()
            .toArray();
    DoubleStream between =
        DoubleStream.iterate(0, i -> i + 1)
            .limit(bounds.length - 1L)
            .map(i -> between(bounds[(int) i], bounds[(int) i + 1]));
    return DoubleStream.concat(Arrays.stream(bounds), between)
        .filter(size -> size > 0 && Double.isFinite(size) && rule.covers(size))
        .allMatch(size -> earlier.stream().anyMatch(each -> each.covers(size)));
  }

  private static double between(double low, double high) {
    return Double.isFinite(high) ? (low + high) / 2 : low + 1;
  }
}
