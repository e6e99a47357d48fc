package lab.metrics.alerts;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import lab.contract.Standing.Alert;
import lab.contract.Standing.Alert.Kind;

/** How many alerts there are, and what became of telling of them. Any thread. */
public final class AlertCounts {
  private final Map<Kind, LongAdder> raised = adders(Kind.class);
  private final Map<String, Map<Delivery, LongAdder>> deliveries = new ConcurrentHashMap<>();
  private volatile Map<Kind, Long> open = byKind(List.of());

  /** Takes figures by their labels. */
  public interface Figures {
    /** So many. */
    void add(long count, String... labels);
  }

  /** What became of telling a webhook of an alert, or of its end. */
  enum Delivery {
    /** It took it. */
    DELIVERED,
    /** It does not take it, and is not told again. */
    REFUSED,
    /** It was not reached, however often it was tried; later it is tried again. */
    FAILED
  }

  private static <K extends Enum<K>> Map<K, LongAdder> adders(Class<K> of) {
    Map<K, LongAdder> all = new EnumMap<>(of);
    for (K key : of.getEnumConstants()) {
      all.put(key, new LongAdder());
    }
    return all;
  }

  private static Map<Kind, Long> byKind(Collection<Alert> alerts) {
    Map<Kind, Long> all = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      all.put(kind, alerts.stream().filter(one -> one.holds() && one.kind() == kind).count());
    }
    return all;
  }

  /** This node has raised one. */
  void raised(Alert alert) {
    Objects.requireNonNull(raised.get(alert.kind())).increment();
  }

  /** These are all that the cluster has. */
  void known(Collection<Alert> alerts) {
    open = byKind(alerts);
  }

  /** There is such a webhook. */
  void watches(String webhook) {
    var unused = of(webhook);
  }

  /** A webhook was told of one, or should have been. */
  void told(String webhook, Delivery how) {
    Objects.requireNonNull(of(webhook).get(how)).increment();
  }

  private Map<Delivery, LongAdder> of(String webhook) {
    return deliveries.computeIfAbsent(webhook, added -> adders(Delivery.class));
  }

  /** Alerts of the cluster that are open, by kind. */
  public void open(Figures to) {
    open.forEach((kind, count) -> to.add(count, kind.name()));
  }

  /** Alerts that this node has raised since its start, by kind. */
  public void raised(Figures to) {
    raised.forEach((kind, count) -> to.add(count.sum(), kind.name()));
  }

  /** What became of telling webhooks since the start, by their names and how it went. */
  public void deliveries(Figures to) {
    deliveries.forEach(
        (webhook, all) ->
            all.forEach(
                (how, count) -> to.add(count.sum(), webhook, how.name().toLowerCase(Locale.ROOT))));
  }
}
