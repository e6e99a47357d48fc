package lab.gateway.ingress;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;
import lab.contract.Standing.Alert;
import org.jspecify.annotations.Nullable;

/** An alert, for people and programs that watch. */
final class AlertJson {
  private AlertJson() {}

  static JsonObject of(Alert alert) {
    JsonObject webhooks = new JsonObject();
    alert.told().forEach((name, what) -> webhooks.put(name, what.name().toLowerCase(Locale.ROOT)));
    return new JsonObject()
        .put("status", alert.holds() ? "open" : "resolved")
        .put("kind", alert.kind().name())
        .put("provider", alert.provider() == null ? null : alert.provider().value())
        .put("model", alert.model() == null ? null : alert.model().value())
        .put("severity", alert.severity().name().toLowerCase(Locale.ROOT))
        .put("because", alert.because())
        .put("since", alert.since().toString())
        .put("until", text(alert.until()))
        .put("count", alert.count())
        .put("node", alert.by().value())
        .put("webhooks", webhooks);
  }

  private static @Nullable String text(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }
}
