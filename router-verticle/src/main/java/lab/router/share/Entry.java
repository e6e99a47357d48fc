package lab.router.share;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import lab.contract.CircuitChanged;
import lab.contract.CircuitChanged.Part;
import lab.contract.CircuitChanged.Place;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.NodeId;
import lab.contract.ProviderName;
import org.jspecify.annotations.Nullable;

/**
 * One circuit in the map that all nodes share.
 *
 * @param told the circuit
 * @param claim who may try whether it works again, or null where nobody asked
 */
record Entry(CircuitChanged told, @Nullable Claim claim) {
  /** How long a circuit is of use to nodes that join after its rest or its return. */
  static final Duration KEPT = Duration.ofHours(1);

  /**
   * The right to send the one request that tries.
   *
   * @param by whose
   * @param until when it ends, unless it is renewed: its holder may have died
   */
  record Claim(NodeId by, Instant until) {}

  /** The key of a place: names may contain anything. */
  static String key(Place place) {
    JsonArray key = new JsonArray().add(place.part().name()).add(place.provider().value());
    if (place.model() != null) {
      key.add(place.model().value());
    }
    return key.encode();
  }

  boolean isOld(Instant now) {
    Instant last = told.recovering() == null ? told.until() : told.recovering();
    return now.isAfter(last.plus(KEPT));
  }

  /** With another circuit; a claim is for one rest. */
  Entry with(CircuitChanged now) {
    return now.equals(told) ? this : new Entry(now, null);
  }

  String json() {
    JsonObject json =
        new JsonObject()
            .put("part", told.place().part().name())
            .put("provider", told.place().provider().value())
            .put("since", told.since())
            .put("until", told.until())
            .put("because", told.because().name())
            .put("strikes", told.strikes())
            .put("by", told.by().value());
    if (told.place().model() != null) {
      json.put("model", told.place().model().value());
    }
    if (told.recovering() != null) {
      json.put("recovering", told.recovering());
    }
    if (claim != null) {
      json.put("claimed_by", claim.by().value()).put("claimed_until", claim.until());
    }
    return json.encode();
  }

  /** One that only a newer node knows is the provider's failure, as in a message. */
  private static FailureKind kind(String name) {
    for (FailureKind kind : FailureKind.values()) {
      if (kind.name().equals(name)) {
        return kind;
      }
    }
    return FailureKind.SERVER;
  }

  /** Reads what a node wrote, or null where this version can not. */
  static @Nullable Entry read(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      JsonObject json = new JsonObject(text);
      String model = json.getString("model");
      Place place =
          new Place(
              new ProviderName(json.getString("provider")),
              Part.valueOf(json.getString("part")),
              model == null ? null : new ModelName(model));
      CircuitChanged told =
          new CircuitChanged(
              place,
              json.getInstant("since"),
              json.getInstant("until"),
              kind(json.getString("because")),
              json.getInteger("strikes"),
              json.getInstant("recovering"),
              new NodeId(json.getString("by")));
      String claimedBy = json.getString("claimed_by");
      return new Entry(
          told,
          claimedBy == null
              ? null
              : new Claim(new NodeId(claimedBy), json.getInstant("claimed_until")));
    } catch (DecodeException | IllegalArgumentException | NullPointerException unreadable) {
      return null;
    }
  }
}
