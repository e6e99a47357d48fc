package lab.gateway.peer;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import lab.contract.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What a node says of an answer at its end.
 *
 * @param usage the provider's counts
 * @param kept how it is kept there, or null where it is not
 */
public record End(Usage usage, @Nullable Kept kept) {

  /**
   * How an answer is kept.
   *
   * @param provider who gave it
   * @param model its model
   * @param fallback whether another model was meant
   * @param storedAt milliseconds since 1970
   * @param keptFor how long it is kept
   * @param took how long its client waited for all of it
   */
  public record Kept(
      String provider,
      String model,
      boolean fallback,
      long storedAt,
      Duration keptFor,
      Duration took) {}

  Buffer json() {
    JsonObject json =
        new JsonObject()
            .put("prompt_tokens", usage.promptTokens())
            .put("completion_tokens", usage.completionTokens());
    if (kept != null) {
      json.put(
          "kept",
          new JsonObject()
              .put("provider", kept.provider)
              .put("model", kept.model)
              .put("fallback", kept.fallback)
              .put("stored_at", kept.storedAt)
              .put("kept_for_ms", kept.keptFor.toMillis())
              .put("took_ms", kept.took.toMillis()));
    }
    return json.toBuffer();
  }

  /** Fails with a runtime exception where it is not what a node says. */
  static End read(Buffer bytes) {
    JsonObject json = bytes.toJsonObject();
    JsonObject kept = json.getJsonObject("kept");
    return new End(
        new Usage(json.getLong("prompt_tokens"), json.getLong("completion_tokens")),
        kept == null
            ? null
            : new Kept(
                kept.getString("provider"),
                kept.getString("model"),
                kept.getBoolean("fallback"),
                kept.getLong("stored_at"),
                Duration.ofMillis(kept.getLong("kept_for_ms")),
                Duration.ofMillis(kept.getLong("took_ms"))));
  }
}
