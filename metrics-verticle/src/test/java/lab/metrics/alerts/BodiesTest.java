package lab.metrics.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import lab.config.AlertSettings.Form;
import lab.contract.Standing.Alert;
import org.junit.jupiter.api.Test;

/** What webhooks are told. */
class BodiesTest {
  private static final Instant LATER = Troubled.NOW.plusSeconds(90);
  private static final Alert OPEN = Troubled.alert("no <money> & more", null);
  private static final Alert OVER = Troubled.alert("no <money> & more", LATER);

  private static JsonObject body(Form form, Alert alert) {
    return new JsonObject(Bodies.of(Troubled.webhook(form, "http://h/"), alert));
  }

  @Test
  void slackIsToldOneLineInWhichNothingIsALink() {
    assertThat(body(Form.SLACK, OPEN).getString("text"))
        .isEqualTo(
            "*CRITICAL* CREDITS p m: no &lt;money&gt; &amp; more (since 2026-01-02T03:04:05Z)");
    assertThat(body(Form.SLACK, OVER).getString("text"))
        .startsWith("*RESOLVED* CREDITS p m: ")
        .contains("until 2026-01-02T03:05:35Z");
  }

  @Test
  void pagerDutyIsToldToTriggerAndToResolveByTheSameKey() {
    // When
    JsonObject trigger = body(Form.PAGERDUTY, OPEN);
    JsonObject resolve = body(Form.PAGERDUTY, OVER);

    // Then
    assertThat(trigger.getString("routing_key")).isEqualTo("routing-key");
    assertThat(trigger.getString("event_action")).isEqualTo("trigger");
    assertThat(trigger.getString("dedup_key")).isEqualTo("lab-gateway/CREDITS/p/m");
    JsonObject payload = trigger.getJsonObject("payload");
    assertThat(payload.getString("summary")).isEqualTo("CREDITS p m: no <money> & more");
    assertThat(payload.getString("source")).isEqualTo("n1");
    assertThat(payload.getString("severity")).isEqualTo("critical");
    assertThat(resolve.getString("event_action")).isEqualTo("resolve");
    assertThat(resolve.getString("dedup_key")).isEqualTo(trigger.getString("dedup_key"));
    assertThat(resolve.containsKey("payload")).isFalse();
  }

  @Test
  void theGenericFormHasAllOfTheAlertAndNoKey() {
    // When
    JsonObject body = body(Form.JSON, OVER);

    // Then
    assertThat(body.getString("status")).isEqualTo("resolved");
    assertThat(body.getString("kind")).isEqualTo("CREDITS");
    assertThat(body.getString("since")).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(body.getString("until")).isEqualTo("2026-01-02T03:05:35Z");
    assertThat(body.getInteger("count")).isEqualTo(1);
    assertThat(body.encode()).doesNotContain("routing");
  }
}
