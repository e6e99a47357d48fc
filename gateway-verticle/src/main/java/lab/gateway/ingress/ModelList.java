package lab.gateway.ingress;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Supplier;
import lab.contract.ProvidersQuery;
import lab.contract.ProvidersQuery.Known;
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
  private final FoundModels found;

  ModelList(Vertx vertx, Bus bus, Supplier<Offer> now) {
    this.bus = bus;
    this.now = now;
    this.found = new FoundModels(vertx);
  }

  void all(HttpServerRequest request) {
    Listing listing = now.get().listing();
    known()
        .compose(known -> found.list(listing, known))
        .onSuccess(list -> Replies.json(request, 200, list))
        .onFailure(bug -> Replies.failure(request, new GatewayFailure.Bug()));
  }

  /** What is known of the providers, or nothing where no router tells; never fails. */
  private Future<List<Known>> known() {
    return bus.ask(ProvidersQuery.LINE, new ProvidersQuery(null))
        .map(ProvidersQuery.Answer::providers)
        .otherwise(List.of());
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
      known().onSuccess(known -> one(request, id, FoundModels.entry(id, known)));
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
