package lab.gateway.ingress;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import lab.contract.Standing.Alert;
import lab.contract.Standing.Alerts;
import lab.contract.Standing.Alerts.Ask;
import lab.contract.Standing.Alerts.Told;
import lab.contract.bus.Bus;
import lab.gateway.call.Crowd;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.Replies;

/**
 * The alerts of the cluster: those that are open, and those that are over since a day. Every node
 * that counts knows all of them; one is asked. One per event loop.
 */
final class AlertPages {
  private static final Ask ALL = new Ask(500);

  /** Watchers at a time on one event loop. */
  private static final int MOST_STREAMS = 32;

  private final Vertx vertx;
  private final Bus bus;
  private final Counting counting;
  private final BooleanSupplier leaving;
  private final Crowd streams = new Crowd(() -> MOST_STREAMS);

  /**
   * @param leaving whether streams are to end
   */
  AlertPages(Vertx vertx, Bus bus, Counting counting, BooleanSupplier leaving) {
    this.vertx = vertx;
    this.bus = bus;
    this.counting = counting;
    this.leaving = leaving;
  }

  private Future<Told> known() {
    return bus.askAt(counting.nearest(), Alerts.KNOWN, ALL);
  }

  /** All of them, the latest first. */
  void list(HttpServerRequest request) {
    known()
        .onComplete(
            told -> Replies.json(request, 200, json(told).toBuffer().getBytes()),
            silent ->
                Replies.failure(
                    request, new GatewayFailure.Overloaded("nobody who knows alerts answers")));
  }

  private static JsonObject json(Told told) {
    JsonArray open = new JsonArray();
    JsonArray recent = new JsonArray();
    told.alerts().forEach(alert -> (alert.holds() ? open : recent).add(AlertJson.of(alert)));
    return new JsonObject().put("open", open).put("recent", recent);
  }

  /**
   * Those that are open, and then each as it comes, comes again or is over. Alerts are of the
   * cluster, whatever {@code ?scope=} says.
   */
  void stream(HttpServerRequest request) {
    if (Scope.of(request) == null) {
      return;
    }
    if (!streams.enter()) {
      Replies.failure(request, new GatewayFailure.Overloaded("too many watch its alerts"));
      return;
    }
    EventStream events = new EventStream(vertx, request, leaving);
    events.begin("alerts", new Watch(events), streams::leave);
  }

  /** What one watcher has been told. */
  private final class Watch implements Runnable {
    private final EventStream events;
    private final Map<String, Alert> told = new HashMap<>();
    private boolean first = true;
    private boolean asking;

    Watch(EventStream events) {
      this.events = events;
    }

    @Override
    public void run() {
      if (!asking) {
        asking = true;
        var unused = known().onSuccess(this::heard).onComplete(answered -> asking = false);
      }
    }

    private void heard(Told now) {
      for (Alert alert : now.alerts()) {
        Alert before = told.put(alert.key(), alert);
        boolean isNew = before == null ? !first || alert.holds() : isAnother(before, alert);
        if (isNew) {
          events.say(AlertJson.of(alert));
        }
      }
      first = false;
    }

    /** Whether it came again or is over: what webhooks were told is no news. */
    private static boolean isAnother(Alert before, Alert now) {
      return before.count() != now.count() || before.holds() != now.holds();
    }
  }
}
