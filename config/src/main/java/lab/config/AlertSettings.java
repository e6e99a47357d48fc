package lab.config;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import lab.contract.Standing.Alert.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway alerts people to, and whom it tells: {@code alert_settings}.
 *
 * @param enabled whether it does at all
 * @param circuitAfter how long something is out of use before that is an alert, or null for never
 * @param latencyP95 the 95th percentile of a provider's time to first content from which it is too
 *     slow, or null for never
 * @param errorRate the share of a model's requests that fail from which it is an alert, more than 0
 *     and at most 1; null for never
 * @param leastRequests how many there must be within five minutes for the two before, from 1
 * @param resolveAfter how long the reason must be gone before an alert is over
 * @param webhooks who is told, by name
 */
public record AlertSettings(
    boolean enabled,
    @Nullable Duration circuitAfter,
    @Nullable Duration latencyP95,
    @Nullable Double errorRate,
    int leastRequests,
    Duration resolveAfter,
    List<Webhook> webhooks) {
  /** What holds where no file says anything: alerts are shown, and nobody is told. */
  public static final AlertSettings DEFAULT =
      new AlertSettings(
          true,
          Duration.ofMinutes(5),
          Duration.ofSeconds(10),
          0.05,
          20,
          Duration.ofMinutes(1),
          List.of());

  public AlertSettings {
    webhooks = List.copyOf(webhooks);
  }

  /**
   * Somebody who is told.
   *
   * @param name as logs and pages show it
   * @param form what it understands
   * @param url where it is; whoever knows it may write there
   * @param routingKey of PagerDuty, else null
   * @param kinds what it is told of
   */
  public record Webhook(
      String name, Form form, Secret url, @Nullable Secret routingKey, Set<Kind> kinds) {
    public Webhook {
      kinds = Set.copyOf(kinds);
    }

    /** Of everything. */
    static Set<Kind> all() {
      return EnumSet.allOf(Kind.class);
    }
  }

  /** What a webhook understands. */
  public enum Form {
    /** An incoming webhook of Slack, or of what understands the same. */
    SLACK,
    /** Events of PagerDuty, version 2. */
    PAGERDUTY,
    /** One JSON object, like those of {@code /admin/alerts}. */
    JSON
  }
}
