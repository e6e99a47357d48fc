package lab.router.choose;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import lab.config.Choosing.Preferred;

/**
 * What goes before every strategy: {@code priority_order}, then {@code order}. The strategy chooses
 * among those of the first rank that has somebody fit; the other ranks follow.
 */
record Tiered(Ordering within, List<Preferred> priorities) implements Ordering {
  @Override
  public List<Option> order(List<Option> fit, Moment moment, boolean choosing) {
    long first = rank(fit.getFirst());
    if (fit.stream().allMatch(option -> rank(option) == first)) {
      return within.order(fit, moment, choosing);
    }
    TreeMap<Long, List<Option>> ranks = new TreeMap<>();
    fit.forEach(
        option -> ranks.computeIfAbsent(rank(option), rank -> new ArrayList<>()).add(option));
    List<Option> order = new ArrayList<>(fit.size());
    for (List<Option> rank : ranks.values()) {
      order.addAll(within.order(rank, moment, choosing && order.isEmpty()));
    }
    return order;
  }

  private long rank(Option option) {
    int preferred = 0;
    while (preferred < priorities.size() && !meant(priorities.get(preferred), option)) {
      preferred++;
    }
    return ((long) preferred << Integer.SIZE) + option.part().order();
  }

  private static boolean meant(Preferred preferred, Option option) {
    Double least = preferred.leastSize();
    return (preferred.provider() == null || preferred.provider().equals(option.provider()))
        && (preferred.type() == null || preferred.type() == option.nature().type())
        && (least == null || option.nature().size() >= least);
  }

  @Override
  public boolean ties(Option one, Option other, Moment moment) {
    return rank(one) == rank(other) && within.ties(one, other, moment);
  }

  @Override
  public String measured(Option option, List<Option> fit, Moment moment) {
    long rank = rank(option);
    List<Option> same = fit.stream().filter(one -> rank(one) == rank).toList();
    return within.measured(option, same, moment);
  }
}
