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
 * What was spent, by day and by month, each node's part for itself. A part only grows, so of two
 * words on one the larger is the newer, in whatever order they are heard. Any thread.
 */
final class SpendBook {
  private final Map<Part, Double> parts = new HashMap<>();
  private final Map<Total, Double> totals = new HashMap<>();

  private record Part(String account, String span, NodeId node) {}

  private record Total(String account, String span) {}

  /** The name of a day. */
  static String day(LocalDate day) {
    return day.toString();
  }

  /** The name of a day's month. */
  static String month(LocalDate day) {
    return YearMonth.from(day).toString();
  }

  /**
   * Some was spent at a node.
   *
   * @param account of what and whose
   * @param amount 0 or more
   * @return the node's parts as they are now
   */
  synchronized List<Sum> add(String account, NodeId node, double amount, LocalDate day) {
    List<Sum> sums = new ArrayList<>(2);
    for (String span : List.of(day(day), month(day))) {
      double now = parts.getOrDefault(new Part(account, span, node), 0.0) + amount;
      Sum sum = new Sum(account, span, node, now);
      boolean unused = hear(sum);
      sums.add(sum);
    }
    return sums;
  }

  /** Hears of a node's part; whether it was news. */
  synchronized boolean hear(Sum sum) {
    Part part = new Part(sum.account(), sum.span(), sum.node());
    double known = parts.getOrDefault(part, 0.0);
    if (!(sum.amount() > known)) {
      return false;
    }
    var unused = parts.put(part, sum.amount());
    var unusedToo =
        totals.merge(new Total(sum.account(), sum.span()), sum.amount() - known, Double::sum);
    return true;
  }

  /** What was spent of an account in a day or a month, at all nodes together. */
  synchronized double spent(String account, String span) {
    return totals.getOrDefault(new Total(account, span), 0.0);
  }

  /** All parts. */
  synchronized List<Sum> all() {
    return parts.entrySet().stream()
        .map(
            each ->
                new Sum(
                    each.getKey().account, each.getKey().span, each.getKey().node, each.getValue()))
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
