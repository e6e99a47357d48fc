package lab.gateway.ingress;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import lab.config.Configuration;
import lab.config.ExactMatch;
import lab.config.Provider;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.ProvidersQuery;
import lab.contract.bus.Bus;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.Replies;
import lab.gateway.ingress.Deployments.Deployment;
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

  void answer(HttpServerRequest request) {
    String model = Parameter.of(request, "model");
    String id = Parameter.of(request, "model_id");
    bus.ask(ProvidersQuery.LINE, new ProvidersQuery(null))
        .onComplete(
            answer -> tell(request, Deployments.of(answer), model, id),
            silent -> Replies.failure(request, new GatewayFailure.NoRouter()));
  }

  private void tell(
      HttpServerRequest request, Deployments all, @Nullable String model, @Nullable String id) {
    Deployments asked =
        all.only(
            one -> (id == null || id.equals(one.id())) && (model == null || isMeant(one, model)));
    if (id != null && asked.all().isEmpty()) {
      String missing = "Model with ID " + id + " not found";
      reply(request, 404, new JsonObject().put("detail", new JsonObject().put("error", missing)));
    } else {
      reply(request, 200, asked.json(this::address));
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

  private @Nullable String address(ProviderName name) {
    Provider provider = configuration.get().providers().get(name);
    return provider == null ? null : provider.baseUrl().toString();
  }

  private static void reply(HttpServerRequest request, int status, JsonObject body) {
    Replies.json(request, status, body.encode().getBytes(StandardCharsets.UTF_8));
  }
}
