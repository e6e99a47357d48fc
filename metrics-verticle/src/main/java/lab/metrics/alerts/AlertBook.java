package lab.metrics.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import lab.config.AlertSettings.Webhook;
import lab.contract.NodeId;
import lab.contract.Standing.Alert;
import lab.contract.Standing.Alert.Kind;
import lab.contract.Standing.Alert.Telling;
import lab.contract.Standing.Alerts.Told;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of the cluster, as one node knows them. Each belongs to one node, which alone changes
 * it and tells the others; all look at the same troubles, so that whoever takes an alert over goes
 * on where the other one stopped.
 *
 * <p>Not safe on several threads. Time is an argument.
 */
final class AlertBook {
  /** More are not kept: those that have been over for longest go first. */
  static final int MOST = 500;

  /** How long those that are over are kept. */
  static final Duration KEPT = Duration.ofHours(24);

  private final NodeId self;
  private final Map<String, Alert> alerts = new TreeMap<>();
  private final Map<String, Seen> seen = new HashMap<>();
  private @Nullable Instant firstLook;

  /** When a trouble was seen first without having gone meanwhile, and last. */
  private record Seen(Instant first, Instant last) {}

  AlertBook(NodeId self) {
    this.self = self;
  }

  /** Another node's word on alerts, or this one's own again. */
  void heard(Told told) {
    for (Alert alert : told.alerts()) {
      Alert known = alerts.get(alert.key());
      if (known == null || alert.isAfter(known)) {
        alerts.put(alert.key(), alert);
      }
    }
  }

  /**
   * A look at what is wrong.
   *
   * @param mine whether an alert of this key belongs to this node
   * @param resolveAfter how long a trouble must be gone
   * @return what has changed of this node's alerts, for the others
   */
  List<Alert> looked(
      List<Trouble> troubles, Predicate<String> mine, Duration resolveAfter, Instant now) {
    if (firstLook == null) {
      firstLook = now;
    }
    List<Alert> changed = new ArrayList<>();
    for (Trouble trouble : troubles) {
      String key = trouble.key();
      Seen before = seen.get(key);
      Seen after = new Seen(before == null ? now : before.first, now);
      seen.put(key, after);
      boolean lasted = !now.isBefore(after.first.plus(trouble.lasting()));
      if (mine.test(key)) {
        Alert alert = raised(alerts.get(key), trouble, lasted, now);
        if (alert != null) {
          changed.add(alert);
        }
      }
    }
    Instant gone = now.minus(resolveAfter);
    seen.values().removeIf(one -> !one.last.isAfter(gone));
    if (!firstLook.isAfter(gone)) {
      alerts.values().stream()
          .filter(alert -> alert.holds() && mine.test(alert.key()))
          .filter(alert -> !seen.containsKey(alert.key()))
          .map(alert -> over(alert, now))
          .forEach(changed::add);
    }
    changed.forEach(alert -> alerts.put(alert.key(), alert));
    forget(now);
    return changed;
  }

  private @Nullable Alert raised(
      @Nullable Alert known, Trouble trouble, boolean lasted, Instant now) {
    if (known == null || !known.holds()) {
      return lasted ? opened(known, trouble, now) : null;
    }
    Duration again = again(trouble.kind());
    return again == null || now.isBefore(known.saidAt().plus(again)) ? null : repeated(known, now);
  }

  /** After how long an alert that is still open is told again; null for never. */
  private static @Nullable Duration again(Kind kind) {
    return switch (kind) {
      case CREDITS -> Duration.ofHours(6);
      case AUTH -> Duration.ofHours(1);
      case SERVER, CIRCUIT, LATENCY, ERROR_RATE -> null;
    };
  }

  private Alert opened(@Nullable Alert known, Trouble trouble, Instant now) {
    return new Alert(
        trouble.kind(),
        trouble.provider(),
        trouble.model(),
        trouble.severity(),
        trouble.because(),
        now,
        null,
        known == null ? 1 : known.count() + 1,
        now,
        Map.of(),
        known == null ? 1 : known.revision() + 1,
        self);
  }

  private Alert repeated(Alert alert, Instant now) {
    return changed(alert, null, now, Map.of());
  }

  private Alert over(Alert alert, Instant now) {
    return changed(alert, now, alert.saidAt(), alert.told());
  }

  private Alert changed(
      Alert alert, @Nullable Instant until, Instant saidAt, Map<String, Telling> told) {
    return new Alert(
        alert.kind(),
        alert.provider(),
        alert.model(),
        alert.severity(),
        alert.because(),
        alert.since(),
        until,
        alert.count(),
        saidAt,
        told,
        alert.revision() + 1,
        self);
  }

  /**
   * The oldest alert of this node that a webhook has to be told of.
   *
   * @param mine whether an alert of this key belongs to this node
   */
  Optional<Alert> due(Webhook webhook, Predicate<String> mine) {
    return alerts.values().stream()
        .filter(alert -> webhook.kinds().contains(alert.kind()))
        .filter(alert -> isDue(alert, alert.told().get(webhook.name())))
        .filter(alert -> mine.test(alert.key()))
        .min(Comparator.comparing(Alert::since));
  }

  /** An end is told only to those who know of the beginning. */
  private static boolean isDue(Alert alert, @Nullable Telling told) {
    return alert.holds() ? told == null : told == Telling.OPEN;
  }

  /**
   * A webhook was told of an alert as it was then.
   *
   * @return the alert with that, for the others; null where it has changed or gone meanwhile
   */
  @Nullable Alert told(Webhook webhook, Alert then, Telling what) {
    Alert now = alerts.get(then.key());
    if (now == null || !now.saidAt().equals(then.saidAt())) {
      return null;
    }
    Map<String, Telling> told = new HashMap<>(now.told());
    told.put(webhook.name(), what);
    Alert after = changed(now, now.until(), now.saidAt(), told);
    alerts.put(after.key(), after);
    return after;
  }

  /** Those that are open, and then those that are over; the latest first. */
  List<Alert> latest(int most) {
    return alerts.values().stream().sorted(LATEST).limit(most).toList();
  }

  private static final Comparator<Alert> LATEST =
      Comparator.comparing(Alert::holds)
          .thenComparing(alert -> alert.until() == null ? alert.since() : alert.until())
          .reversed();

  private void forget(Instant now) {
    Instant old = now.minus(KEPT);
    alerts.values().removeIf(alert -> alert.until() != null && alert.until().isBefore(old));
    if (alerts.size() > MOST) {
      Set<Alert> kept = Set.copyOf(latest(MOST));
      alerts.values().retainAll(kept);
    }
  }
}
