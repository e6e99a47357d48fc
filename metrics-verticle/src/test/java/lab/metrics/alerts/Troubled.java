package lab.metrics.alerts;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import lab.config.AlertSettings.Form;
import lab.config.AlertSettings.Webhook;
import lab.config.Secret;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.NodeId;
import lab.contract.ProviderName;
import lab.contract.ProvidersQuery.Known;
import lab.contract.ProvidersQuery.KnownModel;
import lab.contract.ProvidersQuery.Times;
import lab.contract.Standing;
import lab.contract.Standing.Alert;
import lab.contract.Standing.Alert.Kind;
import lab.contract.Standing.Alert.Severity;
import lab.contract.Standing.State;
import org.jspecify.annotations.Nullable;

/** Providers that do well or not, alerts and webhooks, written in a test. */
final class Troubled {
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  static final NodeId SELF = new NodeId("n1");
  static final ProviderName P = new ProviderName("p");
  static final ModelName M = new ModelName("m");

  private Troubled() {}

  static Standing well() {
    return new Standing(State.ACTIVE, null, null, "", null);
  }

  static Standing ill(State state, FailureKind kind) {
    return new Standing(state, NOW, null, "it failed", null, kind);
  }

  /** A provider {@code p} with the model {@code m}. */
  static Known provider(Standing standing, Standing model) {
    return provider("p", standing, List.of(known("m", model)));
  }

  static KnownModel known(String name, Standing standing) {
    return new KnownModel(new ModelName(name), standing, false, 0, new Times(null, null));
  }

  static Known provider(String name, Standing standing, List<KnownModel> models) {
    return new Known(
        new ProviderName(name),
        "ollama",
        standing,
        new Times(null, null),
        0,
        null,
        null,
        null,
        null,
        List.of(),
        models);
  }

  static Alert alert(String because, @Nullable Instant until) {
    return new Alert(
        Kind.CREDITS, P, M, Severity.CRITICAL, because, NOW, until, 1, NOW, Map.of(), 1, SELF);
  }

  static Webhook webhook(Form form, String url) {
    Secret key = form == Form.PAGERDUTY ? new Secret("routing-key") : null;
    return new Webhook("ops", form, new Secret(url), key, EnumSet.allOf(Kind.class));
  }
}
