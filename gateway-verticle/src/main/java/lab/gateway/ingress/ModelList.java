package lab.gateway.ingress;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Supplier;
import lab.contract.ModelName;
import lab.contract.ProvidersQuery;
import lab.contract.ProvidersQuery.Known;
import lab.contract.bus.Bus;
import lab.gateway.call.Caller;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.Replies;
import org.jspecify.annotations.Nullable;

/**
 * The names that a client may ask for, as OpenAI and LiteLLM list them, each with the provider that
 * its rule names first; and what polls found beyond them. The part that files say is made once, and
 * is all of it where no router tells of polls.
 */
final class ModelList {
  private static final String ANTHROPIC_VERSION = "anthropic-version";

  private final Bus bus;
  private final Supplier<Offer> now;
  private final FoundModels found;

  ModelList(Vertx vertx, Bus bus, Supplier<Offer> now) {
    this.bus = bus;
    this.now = now;
    this.found = new FoundModels(vertx);
  }

  /** The names that this caller may ask for. */
  void all(HttpServerRequest request, Caller caller) {
    Listing listing = now.get().listing();
    known()
        .compose(known -> found.list(listing, known))
        .map(list -> allowed(caller, "id", list))
        .map(list -> isAnthropics(request) ? anthropic(list) : list)
        .onSuccess(list -> Replies.json(request, 200, list))
        .onFailure(bug -> Replies.failure(request, new GatewayFailure.Bug()));
  }

  /** The same paths have another shape for Anthropic's clients, who all say their version. */
  private static boolean isAnthropics(HttpServerRequest request) {
    return request.headers().contains(ANTHROPIC_VERSION);
  }

  private static JsonObject anthropic(String name) {
    return new JsonObject()
        .put("type", "model")
        .put("id", name)
        .put("display_name", name)
        .put("created_at", "2023-02-28T18:56:42Z");
  }

  private static byte[] anthropic(byte[] list) {
    JsonArray names = new JsonObject(Buffer.buffer(list)).getJsonArray("data");
    JsonArray data = new JsonArray();
    for (int i = 0; i < names.size(); i++) {
      data.add(anthropic(names.getJsonObject(i).getString("id")));
    }
    return new JsonObject()
        .put("data", data)
        .put("has_more", false)
        .put("first_id", data.isEmpty() ? null : data.getJsonObject(0).getString("id"))
        .put("last_id", data.isEmpty() ? null : data.getJsonObject(data.size() - 1).getString("id"))
        .toBuffer()
        .getBytes();
  }

  /** What is known of the providers, or nothing where no router tells; never fails. */
  private Future<List<Known>> known() {
    return bus.ask(ProvidersQuery.LINE, new ProvidersQuery(null))
        .map(ProvidersQuery.Answer::providers)
        .otherwise(List.of());
  }

  void info(HttpServerRequest request, Caller caller) {
    byte[] all = now.get().listing().info();
    Replies.json(request, 200, allowed(caller, "model_name", all));
  }

  /** Of a list, what is of names that this caller may ask for. */
  private static byte[] allowed(Caller caller, String field, byte[] list) {
    if (caller.key() == null) {
      return list;
    }
    JsonObject all = new JsonObject(Buffer.buffer(list));
    JsonArray allowed = new JsonArray();
    for (Object one : all.getJsonArray("data")) {
      if (one instanceof JsonObject entry && isAllowed(caller, entry.getString(field))) {
        allowed.add(entry);
      }
    }
    return all.put("data", allowed).toBuffer().getBytes();
  }

  private static boolean isAllowed(Caller caller, String name) {
    return caller.mayAsk(new ModelName(name), null);
  }

  /**
   * @param id the rest of the path, decoded: names hold slashes and colons
   */
  void one(HttpServerRequest request, Caller caller, String id) {
    Listing listing = now.get().listing();
    JsonObject entry = listing.entries().get(id);
    if (id.isEmpty() || !isAllowed(caller, id)) {
      one(request, id, (JsonObject) null);
    } else if (entry == null) {
      known().onSuccess(known -> one(request, id, FoundModels.entry(id, known)));
    } else {
      one(request, id, entry);
    }
  }

  private static void one(HttpServerRequest request, String id, @Nullable JsonObject entry) {
    if (entry == null) {
      Replies.failure(request, new GatewayFailure.UnknownModel(id));
    } else {
      JsonObject shown = isAnthropics(request) ? anthropic(id) : entry;
      Replies.json(request, 200, shown.toBuffer().getBytes());
    }
  }
}
