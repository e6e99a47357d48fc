package lab.bench.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One figure over the rounds. The floor repeats from run to run; the median shows the spread. */
final class Series {
  private final List<Double> values = new ArrayList<>();

  void add(double value) {
    values.add(value);
  }

  double floor() {
    return values.isEmpty() ? Double.NaN : Collections.min(values);
  }

  double best() {
    return values.isEmpty() ? Double.NaN : Collections.max(values);
  }

  double median() {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
