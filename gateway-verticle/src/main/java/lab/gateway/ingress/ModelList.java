package lab.gateway.ingress;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import lab.contract.ModelName;
import lab.contract.ProvidersQuery;
import lab.contract.bus.Bus;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.Replies;
import org.jspecify.annotations.Nullable;

/**
 * The names that a client may ask for, as OpenAI and LiteLLM list them, each with the provider that
 * its rule names first; and what polls found beyond them. The part that files say is made once, and
 * is all of it where no router tells of polls.
 */
final class ModelList {
  private final Bus bus;
  private final Supplier<Offer> now;

  ModelList(Bus bus, Supplier<Offer> now) {
    this.bus = bus;
    this.now = now;
  }

  void all(HttpServerRequest request) {
    Listing listing = now.get().listing();
    found(listing)
        .onSuccess(
            found ->
                Replies.json(
                    request,
                    200,
                    found.isEmpty()
                        ? listing.list()
                        : Listing.list(joined(listing, found).values())));
  }

  private static Map<String, JsonObject> joined(Listing listing, Map<String, JsonObject> found) {
    Map<String, JsonObject> all = new LinkedHashMap<>(listing.entries());
    all.putAll(found);
    return all;
  }

  /** What polls found and no file names; never fails. */
  private Future<Map<String, JsonObject>> found(Listing listing) {
    return bus.ask(ProvidersQuery.LINE, new ProvidersQuery(null))
        .map(answer -> beyond(listing, answer.providers()))
        .otherwise(Map.of());
  }

  private static Map<String, JsonObject> beyond(
      Listing listing, List<ProvidersQuery.Known> providers) {
    Map<String, JsonObject> found = new LinkedHashMap<>();
    for (ProvidersQuery.Known provider : providers) {
      for (ModelName model : provider.listed()) {
        if (!listing.entries().containsKey(model.value())) {
          found.computeIfAbsent(model.value(), id -> Listing.entry(id, provider.name()));
        }
      }
    }
    return found;
  }

  void info(HttpServerRequest request) {
    Replies.json(request, 200, now.get().listing().info());
  }

  /**
   * @param id the rest of the path, decoded: names hold slashes and colons
   */
  void one(HttpServerRequest request, String id) {
    Listing listing = now.get().listing();
    JsonObject entry = listing.entries().get(id);
    if (entry == null) {
      found(listing).onSuccess(found -> one(request, id, found.get(id)));
    } else {
      one(request, id, entry);
    }
  }

  private static void one(HttpServerRequest request, String id, @Nullable JsonObject entry) {
    if (entry == null) {
      Replies.failure(request, new GatewayFailure.UnknownModel(id));
    } else {
      Replies.json(request, 200, entry.toBuffer().getBytes());
    }
  }
}
