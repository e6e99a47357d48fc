package lab.gateway.ingress;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import lab.config.ClientKey;
import lab.config.NewKey;
import org.jspecify.annotations.Nullable;

/** A key as LiteLLM's clients know it; fields of what does not exist here are null. */
final class KeyPage {
  private KeyPage() {}

  /** With the key itself, for the one time that it is shown. */
  static JsonObject issued(NewKey fresh, ClientKey key) {
    return new JsonObject()
        .put("key", fresh.reveal())
        .put("key_name", fresh.hint())
        .mergeIn(of(key, 0))
        .put("token_id", key.hash().hex());
  }

  /**
   * Without it.
   *
   * @param spent US dollars, of its {@code max_budget}
   */
  static JsonObject of(ClientKey key, double spent) {
    ClientKey.Limits limits = key.limits();
    boolean daily = limits.budgetPerDay() != null;
    return new JsonObject()
        .put("token", key.hash().hex())
        .put("key_alias", key.alias())
        .put("expires", text(key.expires()))
        .put("user_id", null)
        .put("team_id", null)
        .put("models", new JsonArray(key.models()))
        .put("capabilities", new JsonArray(key.capabilities()))
        .put("max_budget", daily ? limits.budgetPerDay() : limits.budgetPerMonth())
        .put("budget_duration", daily ? "1d" : limits.budgetPerMonth() == null ? null : "30d")
        .put("spend", spent)
        .put("tpm_limit", limits.tpm())
        .put("rpm_limit", limits.rpm())
        .put("max_parallel_requests", limits.maxParallelRequests())
        .put("priority", limits.priority())
        .put("aliases", new JsonObject())
        .put("metadata", new JsonObject(key.metadata()))
        .put("tags", new JsonArray(key.tags()))
        .put("permissions", new JsonObject())
        .put("model_max_budget", new JsonObject())
        .put("blocked", key.disabled());
  }

  private static @Nullable String text(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }
}
