package lab.metrics.stats;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lab.contract.CallFinished.Stats.Count;
import lab.contract.CallFinished.Stats.Counted;
import lab.contract.CallFinished.Stats.Within;
import org.jspecify.annotations.Nullable;

/**
 * What the last five minutes of a name were like, over all nodes.
 *
 * @param ofProvider whether it is a provider, of its attempts, and not a model, of its requests
 * @param name whose
 * @param ended how many ended that no client gave up
 * @param errorRate the share of these that failed through no fault of the request, from 0 to 1
 * @param firstContent the 95th percentile of the time to first content in seconds, or null
 */
public record Reading(
    boolean ofProvider, String name, long ended, double errorRate, @Nullable Double firstContent) {
  /** What nodes have to be asked for. */
  public static final Within WITHIN = new Within(List.of(Window.FIVE_MINUTES.minutes()));

  /** What nodes have counted, added up. */
  public static List<Reading> of(Collection<Counted> told) {
    Map<String, Reading> providers = of(told, Subject.PROVIDER);
    Map<String, Reading> models = of(told, Subject.MODEL);
    List<Reading> all = new ArrayList<>(providers.values());
    all.addAll(models.values());
    return all;
  }

  private static Map<String, Reading> of(Collection<Counted> told, Subject subject) {
    Map<String, Figures> figures = new TreeMap<>();
    for (Counted counted : told) {
      for (Count count : counted.counts()) {
        if (count.subject().equals(subject.label())
            && count.minutes() == Window.FIVE_MINUTES.minutes()) {
          figures.computeIfAbsent(count.name(), name -> new Figures()).add(count);
        }
      }
    }
    Map<String, Reading> readings = new TreeMap<>();
    figures.forEach((name, sum) -> readings.put(name, of(subject, name, sum)));
    return readings;
  }

  private static Reading of(Subject subject, String name, Figures figures) {
    Double errors = figures.errorRate();
    return new Reading(
        subject == Subject.PROVIDER,
        name,
        figures.sum().get(Sum.ENDED) - figures.sum().get(Sum.CANCELLED),
        errors == null ? 0 : errors,
        figures.firstContent());
  }
}
