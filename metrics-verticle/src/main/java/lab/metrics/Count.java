package lab.metrics;

import java.util.concurrent.atomic.DoubleAdder;

/** One series that only grows. Any thread. */
final class Count {
  private final DoubleAdder sum = new DoubleAdder();

  void increment() {
    sum.add(1);
  }

  /** Adds so much, 0 or more. */
  void add(double amount) {
    sum.add(amount);
  }

  double value() {
    return sum.sum();
  }
}
