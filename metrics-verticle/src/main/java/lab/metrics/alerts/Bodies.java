package lab.metrics.alerts;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;
import lab.config.AlertSettings.Webhook;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.Standing.Alert;
import org.jspecify.annotations.Nullable;

/** What webhooks are told, each in its form. Names and figures only: no prompt, answer or key. */
final class Bodies {
  private static final String PROGRAM = "lab-gateway";

  private Bodies() {}

  /** One JSON object. */
  static String of(Webhook webhook, Alert alert) {
    JsonObject body =
        switch (webhook.form()) {
          case SLACK -> new JsonObject().put("text", slack(alert));
          case PAGERDUTY -> pagerDuty(webhook, alert);
          case JSON -> json(alert);
        };
    return body.encode();
  }

  /** In one line: {@code CREDITS openai: no money or quota is left}. */
  static String summary(Alert alert) {
    StringBuilder line = new StringBuilder(alert.kind().name());
    if (alert.provider() != null) {
      line.append(' ').append(alert.provider().value());
    }
    if (alert.model() != null) {
      line.append(' ').append(alert.model().value());
    }
    return line.append(": ").append(alert.because()).toString();
  }

  private static String slack(Alert alert) {
    String line = escaped(summary(alert));
    return alert.holds()
        ? "*" + alert.severity() + "* " + line + " (since " + alert.since() + ")"
        : "*RESOLVED* " + line + " (from " + alert.since() + " until " + alert.until() + ")";
  }

  /** Slack makes links and mentions of what is in angle brackets. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static JsonObject pagerDuty(Webhook webhook, Alert alert) {
    JsonObject event =
        new JsonObject()
            .put("routing_key", webhook.routingKey() == null ? "" : webhook.routingKey().reveal())
            .put("event_action", alert.holds() ? "trigger" : "resolve")
            .put("dedup_key", PROGRAM + "/" + alert.key());
    return alert.holds() ? event.put("payload", payload(alert)) : event;
  }

  private static JsonObject payload(Alert alert) {
    return new JsonObject()
        .put("summary", summary(alert))
        .put("source", alert.by().value())
        .put("severity", alert.severity().name().toLowerCase(Locale.ROOT))
        .put("timestamp", alert.since().toString())
        .put("component", text(alert.provider()))
        .put("group", text(alert.model()))
        .put("class", alert.kind().name())
        .put("custom_details", json(alert));
  }

  private static JsonObject json(Alert alert) {
    return new JsonObject()
        .put("status", alert.holds() ? "open" : "resolved")
        .put("kind", alert.kind().name())
        .put("provider", text(alert.provider()))
        .put("model", text(alert.model()))
        .put("severity", alert.severity().name().toLowerCase(Locale.ROOT))
        .put("because", alert.because())
        .put("since", alert.since().toString())
        .put("until", text(alert.until()))
        .put("count", alert.count())
        .put("node", alert.by().value());
  }

  private static @Nullable String text(@Nullable ProviderName name) {
    return name == null ? null : name.value();
  }

  private static @Nullable String text(@Nullable ModelName name) {
    return name == null ? null : name.value();
  }

  private static @Nullable String text(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }
}
