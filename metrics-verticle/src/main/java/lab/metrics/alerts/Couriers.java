package lab.metrics.alerts;

import io.vertx.circuitbreaker.OpenCircuitException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import lab.config.AlertSettings.Webhook;
import lab.contract.Standing.Alert;
import lab.contract.Standing.Alert.Telling;
import lab.metrics.alerts.AlertCounts.Delivery;

/** Tells webhooks of this node's alerts, each in its own time. Event loop of the alerts. */
final class Couriers {
  private static final int CONNECT_MILLIS = 5_000;

  private final Vertx vertx;
  private final AlertBook book;
  private final AlertCounts counts;
  private final Predicate<String> mine;
  private final Consumer<List<Alert>> tell;
  private final HttpClient client;
  private final Map<Webhook, Courier> all = new HashMap<>();

  /**
   * @param counts what becomes of what is told
   * @param mine whether an alert of this key belongs to this node
   * @param tell tells the other nodes what has changed
   */
  Couriers(
      Vertx vertx,
      AlertBook book,
      AlertCounts counts,
      Predicate<String> mine,
      Consumer<List<Alert>> tell) {
    this.vertx = vertx;
    this.book = book;
    this.counts = counts;
    this.mine = mine;
    this.tell = tell;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS).setKeepAlive(false));
  }

  /** Has what is due told to these, and to nobody else any more. */
  void send(List<Webhook> webhooks) {
    all.keySet().retainAll(webhooks);
    for (Webhook webhook : webhooks) {
      Courier unused = all.computeIfAbsent(webhook, this::courier);
      deliver(webhook);
    }
  }

  private Courier courier(Webhook webhook) {
    counts.watches(webhook.name());
    return new Courier(vertx, client, webhook, Courier.Pace.USUAL);
  }

  /** The oldest first; the next one when it has been told. */
  private void deliver(Webhook webhook) {
    Courier courier = all.get(webhook);
    if (courier != null && courier.isFree()) {
      book.due(webhook, mine).ifPresent(alert -> deliver(webhook, courier, alert));
    }
  }

  private void deliver(Webhook webhook, Courier courier, Alert alert) {
    var unused =
        courier
            .tell(alert)
            .onSuccess(
                settled -> {
                  counts.told(webhook.name(), delivery(settled));
                  Alert after = book.told(webhook, alert, settled);
                  tell.accept(after == null ? List.of() : List.of(after));
                  deliver(webhook);
                })
            .onFailure(
                lost -> {
                  // While a webhook is left alone nobody calls it.
                  if (!(lost instanceof OpenCircuitException)) {
                    counts.told(webhook.name(), Delivery.FAILED);
                  }
                });
  }

  private static Delivery delivery(Telling settled) {
    return switch (settled) {
      case OPEN, OVER -> Delivery.DELIVERED;
      case REFUSED -> Delivery.REFUSED;
    };
  }
}
