package lab.metrics.alerts;

import java.time.Duration;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.Standing.Alert;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong at this moment.
 *
 * @param kind what kind of trouble it is
 * @param provider whose, or null where it is not of one provider
 * @param model of which model, or null where it is not of one model
 * @param severity how soon somebody is wanted
 * @param because why, without secrets
 * @param lasting how long it has to last before it is an alert
 */
record Trouble(
    Alert.Kind kind,
    @Nullable ProviderName provider,
    @Nullable ModelName model,
    Alert.Severity severity,
    String because,
    Duration lasting) {

  /** One that is an alert at once. */
  Trouble(
      Alert.Kind kind,
      @Nullable ProviderName provider,
      @Nullable ModelName model,
      Alert.Severity severity,
      String because) {
    this(kind, provider, model, severity, because, Duration.ZERO);
  }

  /** What it is about, as {@link Alert#key()} has it. */
  String key() {
    return Alert.key(kind, provider, model);
  }
}
