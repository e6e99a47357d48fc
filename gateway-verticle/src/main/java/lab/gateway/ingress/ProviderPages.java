package lab.gateway.ingress;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import lab.contract.ModelName;
import lab.contract.ProbeReport.Busy;
import lab.contract.ProviderName;
import lab.contract.ProvidersQuery;
import lab.contract.ProvidersQuery.Known;
import lab.contract.ProvidersQuery.KnownModel;
import lab.contract.Standing;
import lab.contract.bus.Bus;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.Replies;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows of its providers, for people and programs that watch: {@code ?provider=}
 * asks for one. Nothing is sent to anybody.
 */
final class ProviderPages {
  private final Bus bus;

  ProviderPages(Bus bus) {
    this.bus = bus;
  }

  void providers(HttpServerRequest request) {
    String only = Parameter.of(request, "provider");
    ProvidersQuery query = new ProvidersQuery(only == null ? null : new ProviderName(only));
    bus.ask(ProvidersQuery.LINE, query)
        .onComplete(
            answer -> Replies.json(request, 200, json(answer).toBuffer().getBytes()),
            silent -> Replies.failure(request, new GatewayFailure.NoRouter()));
  }

  private static JsonObject json(ProvidersQuery.Answer answer) {
    JsonArray providers = new JsonArray();
    answer.providers().forEach(known -> providers.add(json(known)));
    return new JsonObject().put("providers", providers);
  }

  private static JsonObject json(Known known) {
    JsonArray models = new JsonArray();
    known.models().forEach(model -> models.add(json(model)));
    JsonObject json = new JsonObject().put("name", known.name().value()).put("type", known.type());
    put(json, known.standing());
    put(json, known.firstToken());
    return json.put("in_flight", known.inFlight())
        .put("capacity", known.capacity())
        .put("busy", json(known.busy()))
        .put("credits_left", known.creditsLeft())
        .put("polled_at", text(known.polledAt()))
        .put("listed", new JsonArray(known.listed().stream().map(ModelName::value).toList()))
        .put("models", models);
  }

  private static JsonObject json(KnownModel model) {
    JsonObject json = new JsonObject().put("name", model.name().value());
    put(json, model.standing());
    put(json, model.firstToken());
    return json.put("in_flight", model.inFlight()).put("loaded", model.loaded());
  }

  private static @Nullable JsonObject json(@Nullable Busy busy) {
    return busy == null
        ? null
        : new JsonObject()
            .put("running", busy.running())
            .put("waiting", busy.waiting())
            .put("cache_use", busy.cacheUse());
  }

  private static void put(JsonObject json, Standing standing) {
    json.put("state", standing.state().label())
        .put("since", text(standing.since()))
        .put("until", text(standing.until()))
        .put("because", standing.because())
        .put("found_by", standing.foundBy() == null ? null : standing.foundBy().value());
  }

  private static void put(JsonObject json, ProvidersQuery.Times firstToken) {
    json.put("p50_first_token_seconds", rounded(firstToken.p50()))
        .put("p95_first_token_seconds", rounded(firstToken.p95()));
  }

  /** To tenths of a millisecond: more is not measured. */
  private static @Nullable Double rounded(@Nullable Double seconds) {
    return seconds == null ? null : Math.round(seconds * 10_000) / 10_000.0;
  }

  private static @Nullable String text(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }
}
