/**
 * Alerts that the gateway raises itself. {@link lab.metrics.alerts.AlertRules} finds troubles in
 * what is known of the cluster, {@link lab.metrics.alerts.AlertBook} makes alerts of them that come
 * once and go by themselves, and {@link lab.metrics.alerts.AlertDesk} does so for those that belong
 * to its node, and tells the others. Webhooks are called by {@link lab.metrics.alerts.Courier}.
 *
 * <p>Event loop of the verticle; rules and bodies are pure functions.
 */
@NullMarked
@CheckReturnValue
package lab.metrics.alerts;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
