package lab.router.choose;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;

/**
 * Smooth weighted round robin: at each turn everybody gains its weight, and whoever has most is
 * chosen and pays what all gained. So the turns of each are spread as evenly as they can be, and
 * each gets its share exactly.
 *
 * <p>Whoever weighs less than half never gets two turns in a row, which the rule alone would allow
 * where one round ends and the next begins. Only those who are fit gain, which renormalises the
 * weights over them.
 */
final class RoundRobin implements Ordering {
  /** Gains are whole numbers, so that no rounding adds up over the turns. */
  private static final double SCALE = 1_000_000;

  private final ToDoubleBiFunction<Option, Moment> weight;
  private final Map<String, Long> gained = new HashMap<>();
  private String last = "";

  RoundRobin() {
    this((option, moment) -> moment.weight(option));
  }

  RoundRobin(ToDoubleBiFunction<Option, Moment> weight) {
    this.weight = weight;
  }

  @Override
  public List<Option> order(List<Option> fit, Moment moment, boolean choosing) {
    int size = fit.size();
    long[] gains = new long[size];
    long sum = 0;
    for (int i = 0; i < size; i++) {
      gains[i] = Math.round(weight.applyAsDouble(fit.get(i), moment) * SCALE);
      sum += gains[i];
    }
    long[] has = new long[size];
    for (int i = 0; i < size; i++) {
      gains[i] = sum == 0 ? 1 : gains[i];
      has[i] = gained.getOrDefault(fit.get(i).part().seat(), 0L) + gains[i];
    }
    long all = sum == 0 ? size : sum;
    List<Integer> places = descending(has, gains);
    if (size > 1 && seat(fit, places.getFirst()).equals(last) && isLight(places, gains, all)) {
      places.add(0, places.remove(1));
    }
    List<Option> order = new ArrayList<>(size);
    places.forEach(place -> order.add(fit.get(place)));
    if (choosing) {
      last = seat(fit, places.getFirst());
      pay(fit, has, order.getFirst(), all);
    }
    return order;
  }

  private static String seat(List<Option> fit, int place) {
    return fit.get(place).part().seat();
  }

  /** Whether the first weighs less than half, and the second gets turns at all. */
  private static boolean isLight(List<Integer> places, long[] gains, long all) {
    return 2 * gains[places.get(0)] < all && gains[places.get(1)] > 0;
  }

  private void pay(List<Option> fit, long[] has, Option chosen, long price) {
    for (int i = 0; i < has.length; i++) {
      Option option = fit.get(i);
      String seat = option.part().seat();
      gained.put(seat, seat.equals(chosen.part().seat()) ? has[i] - price : has[i]);
    }
  }

  /** Who has most first; who gains nothing last, since it never gets a turn of its own. */
  private static List<Integer> descending(long[] has, long[] gains) {
    List<Integer> places = new ArrayList<>(has.length);
    for (int i = 0; i < has.length; i++) {
      places.add(i);
    }
    places.sort(
        (one, other) -> {
          int idle = Boolean.compare(gains[one] == 0, gains[other] == 0);
          return idle != 0 ? idle : Long.compare(has[other], has[one]);
        });
    return places;
  }

  @Override
  public String measured(Option option, List<Option> fit, Moment moment) {
    double sum = fit.stream().mapToDouble(one -> weight.applyAsDouble(one, moment)).sum();
    return share(weight.applyAsDouble(option, moment), sum);
  }

  /** A weight among others, for people. */
  static String share(double weight, double sum) {
    return sum == 0 ? "equal weights" : String.format(Locale.ROOT, "weight %.2f", weight / sum);
  }
}
