package lab.gateway.limit;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lab.contract.KeysTold.Sum;
import lab.contract.NodeId;

/**
 * What keys have spent, by day and by month, each node's part for itself. A part only grows, so of
 * two words on one the larger is the newer, in whatever order they are heard. Any thread.
 */
final class SpendBook {
  private final Map<Part, Double> parts = new HashMap<>();
  private final Map<Total, Double> totals = new HashMap<>();

  private record Part(String key, String span, NodeId node) {}

  private record Total(String key, String span) {}

  /** The name of a day. */
  static String day(LocalDate day) {
    return day.toString();
  }

  /** The name of a day's month. */
  static String month(LocalDate day) {
    return YearMonth.from(day).toString();
  }

  /**
   * A key has spent some at a node.
   *
   * @param dollars 0 or more
   * @return the node's parts as they are now
   */
  synchronized List<Sum> add(String key, NodeId node, double dollars, LocalDate day) {
    List<Sum> sums = new ArrayList<>(2);
    for (String span : List.of(day(day), month(day))) {
      double now = parts.getOrDefault(new Part(key, span, node), 0.0) + dollars;
      Sum sum = new Sum(key, span, node, now);
      boolean unused = hear(sum);
      sums.add(sum);
    }
    return sums;
  }

  /** Hears of a node's part; whether it was news. */
  synchronized boolean hear(Sum sum) {
    Part part = new Part(sum.key(), sum.span(), sum.node());
    double known = parts.getOrDefault(part, 0.0);
    if (!(sum.dollars() > known)) {
      return false;
    }
    var unused = parts.put(part, sum.dollars());
    var unusedToo =
        totals.merge(new Total(sum.key(), sum.span()), sum.dollars() - known, Double::sum);
    return true;
  }

  /** What a key has spent in a day or a month, at all nodes together, in US dollars. */
  synchronized double spent(String key, String span) {
    return totals.getOrDefault(new Total(key, span), 0.0);
  }

  /** All parts. */
  synchronized List<Sum> all() {
    return parts.entrySet().stream()
        .map(
            each ->
                new Sum(each.getKey().key, each.getKey().span, each.getKey().node, each.getValue()))
        .toList();
  }

  /** Forgets days and months that are over; yesterday may be another node's today. */
  synchronized void forgetBefore(LocalDate today) {
    Set<String> kept =
        Stream.of(today.minusDays(1), today, today.plusDays(1))
            .flatMap(day -> Stream.of(day(day), month(day)))
            .collect(Collectors.toSet());
    boolean unused = parts.keySet().removeIf(part -> !kept.contains(part.span));
    boolean unusedToo = totals.keySet().removeIf(total -> !kept.contains(total.span));
  }
}
