package lab.gateway.ingress;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import lab.config.Configuration;
import lab.config.ExactMatch;
import lab.config.Provider;
import lab.contract.ModelName;
import lab.contract.ProvidersQuery;
import lab.contract.ProvidersQuery.Known;
import lab.contract.Standing;
import lab.contract.bus.Bus;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.Replies;
import org.jspecify.annotations.Nullable;

/**
 * {@code /health} as LiteLLM's clients know it: which deployments would serve. Elsewhere it costs a
 * call of each; here it tells what polls and requests found, and nothing is sent.
 */
final class HealthPage {
  private final Bus bus;
  private final Supplier<Configuration> configuration;

  /**
   * @param configuration the one in force
   */
  HealthPage(Bus bus, Supplier<Configuration> configuration) {
    this.bus = bus;
    this.configuration = configuration;
  }

  /** One model of one provider, and how it stands. */
  private record Deployment(Known provider, ModelName model, Standing standing) {
    String id() {
      return provider.name() + "/" + model;
    }
  }

  void answer(HttpServerRequest request) {
    String model = Parameter.of(request, "model");
    String id = Parameter.of(request, "model_id");
    bus.ask(ProvidersQuery.LINE, new ProvidersQuery(null))
        .onComplete(
            answer -> tell(request, deployments(answer), model, id),
            silent -> Replies.failure(request, new GatewayFailure.NoRouter()));
  }

  private static List<Deployment> deployments(ProvidersQuery.Answer answer) {
    return answer.providers().stream()
        .filter(known -> known.standing().state() != Standing.State.DISABLED)
        .flatMap(HealthPage::deployments)
        .toList();
  }

  /** Of a provider whose models no file names, those on its own list. */
  private static Stream<Deployment> deployments(Known provider) {
    return provider.models().isEmpty()
        ? provider.listed().stream()
            .map(name -> new Deployment(provider, name, provider.standing()))
        : provider.models().stream()
            .map(model -> new Deployment(provider, model.name(), model.standing()));
  }

  private void tell(
      HttpServerRequest request,
      List<Deployment> all,
      @Nullable String model,
      @Nullable String id) {
    List<Deployment> asked =
        all.stream()
            .filter(one -> id == null || id.equals(one.id()))
            .filter(one -> model == null || isMeant(one, model))
            .toList();
    if (id != null && asked.isEmpty()) {
      String missing = "Model with ID " + id + " not found";
      reply(request, 404, new JsonObject().put("detail", new JsonObject().put("error", missing)));
    } else {
      reply(request, 200, json(asked));
    }
  }

  /** By the provider's own name of it, or by one that clients ask for. */
  private boolean isMeant(Deployment one, String model) {
    ExactMatch exact = configuration.get().exact().get(new ModelName(model));
    return one.model().value().equals(model)
        || (exact != null && exact.targets().stream().anyMatch(target -> isTarget(one, target)));
  }

  private static boolean isTarget(Deployment one, ExactMatch.Target target) {
    return one.provider().name().equals(target.provider())
        && one.model().equals(target.backendModel());
  }

  private JsonObject json(List<Deployment> asked) {
    JsonArray healthy = new JsonArray();
    JsonArray unhealthy = new JsonArray();
    for (Deployment one : asked) {
      if (one.standing().state().serves()) {
        healthy.add(json(one));
      } else {
        unhealthy.add(json(one).put("error", one.standing().because()));
      }
    }
    return new JsonObject()
        .put("healthy_endpoints", healthy)
        .put("unhealthy_endpoints", unhealthy)
        .put("healthy_count", healthy.size())
        .put("unhealthy_count", unhealthy.size());
  }

  private JsonObject json(Deployment one) {
    Provider provider = configuration.get().providers().get(one.provider().name());
    return new JsonObject()
        .put("model", one.model().value())
        .put("model_id", one.id())
        .put("api_base", provider == null ? null : provider.baseUrl().toString())
        .put("state", one.standing().state().label());
  }

  private static void reply(HttpServerRequest request, int status, JsonObject body) {
    Replies.json(request, status, body.encode().getBytes(StandardCharsets.UTF_8));
  }
}
