package lab.gateway.guard;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import lab.config.ClientKey;
import lab.config.KeyHash;
import lab.contract.KeysTold.Issued;
import org.jspecify.annotations.Nullable;

/** Issued keys as JSON: on the disk, and on the bus. What a newer node adds is passed over. */
final class KeyJson {
  private KeyJson() {}

  /** A word that issues a key. */
  static Issued issued(ClientKey key, Instant now) {
    ClientKey.Limits limits = key.limits();
    JsonObject json =
        new JsonObject()
            .put("alias", key.alias())
            .put("models", new JsonArray(key.models()))
            .put("capabilities", new JsonArray(key.capabilities()))
            .put("rpm", limits.rpm())
            .put("tpm", limits.tpm())
            .put("max_parallel_requests", limits.maxParallelRequests())
            .put("budget_per_day", limits.budgetPerDay())
            .put("budget_per_month", limits.budgetPerMonth())
            .put("priority", limits.priority())
            .put("metadata", new JsonObject(key.metadata()))
            .put("tags", new JsonArray(key.tags()))
            .put("disabled", key.disabled())
            .put("expires", key.expires() == null ? null : key.expires().toString());
    return new Issued(key.hash().hex(), json.encode(), now);
  }

  /** The key that a word issues; null where it takes one back, or can not be read. */
  static @Nullable ClientKey key(Issued issued) {
    if (issued.json() == null) {
      return null;
    }
    try {
      JsonObject json = new JsonObject(issued.json());
      String expires = json.getString("expires");
      return new ClientKey(
          json.getString("alias"),
          new KeyHash(issued.hash()),
          texts(json, "models"),
          texts(json, "capabilities"),
          new ClientKey.Limits(
              json.getInteger("rpm"),
              json.getInteger("tpm"),
              json.getInteger("max_parallel_requests"),
              json.getDouble("budget_per_day"),
              json.getDouble("budget_per_month"),
              json.getInteger("priority", ClientKey.Limits.USUAL_PRIORITY)),
          json.getJsonObject("metadata", new JsonObject()).getMap(),
          texts(json, "tags"),
          json.getBoolean("disabled", false),
          expires == null ? null : Instant.parse(expires));
    } catch (DecodeException
        | ClassCastException
        | IllegalArgumentException
        | DateTimeException unreadable) {
      return null;
    }
  }

  private static List<String> texts(JsonObject json, String field) {
    return json.getJsonArray(field, new JsonArray()).stream().map(String.class::cast).toList();
  }

  /** All words, for the disk. */
  static byte[] file(List<Issued> all) {
    JsonArray keys = new JsonArray();
    for (Issued one : all) {
      keys.add(
          new JsonObject()
              .put("sha256", one.hash())
              .put("at", one.at().toString())
              .put("key", one.json() == null ? null : new JsonObject(one.json())));
    }
    return new JsonObject().put("keys", keys).toBuffer().getBytes();
  }

  /**
   * All words of a file.
   *
   * @throws DecodeException where it is none
   */
  static List<Issued> words(byte[] file) {
    try {
      return new JsonObject(Buffer.buffer(file))
          .getJsonArray("keys").stream().map(JsonObject.class::cast).map(KeyJson::word).toList();
    } catch (ClassCastException | NullPointerException | DateTimeException wrong) {
      throw new DecodeException("it is no list of keys: " + wrong.getMessage());
    }
  }

  private static Issued word(JsonObject entry) {
    JsonObject key = entry.getJsonObject("key");
    return new Issued(
        entry.getString("sha256"),
        key == null ? null : key.encode(),
        Instant.parse(entry.getString("at")));
  }
}
