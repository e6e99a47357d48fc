package lab.gateway.ingress;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.ProvidersQuery;
import lab.contract.ProvidersQuery.Known;
import lab.contract.Standing;
import org.jspecify.annotations.Nullable;

/**
 * The models of all providers that may be used, and which of them would be served now, in the shape
 * of LiteLLM's {@code /health}.
 *
 * @param all in the order of the configuration
 */
public record Deployments(List<Deployment> all) {
  public Deployments {
    all = List.copyOf(all);
  }

  /**
   * One model of one provider.
   *
   * @param provider who
   * @param model the name that it is asked for
   * @param standing how the model stands there
   */
  public record Deployment(Known provider, ModelName model, Standing standing) {
    String id() {
      return provider.name() + "/" + model;
    }
  }

  /** Those of whom a router tells. */
  public static Deployments of(ProvidersQuery.Answer told) {
    return new Deployments(
        told.providers().stream()
            .filter(known -> known.standing().state() != Standing.State.DISABLED)
            .flatMap(Deployments::of)
            .toList());
  }

  /** Of a provider whose models no file names, those on its own list. */
  private static Stream<Deployment> of(Known provider) {
    return provider.models().isEmpty()
        ? provider.listed().stream()
            .map(name -> new Deployment(provider, name, provider.standing()))
        : provider.models().stream()
            .map(model -> new Deployment(provider, model.name(), model.standing()));
  }

  /** Some of them. */
  Deployments only(Predicate<Deployment> wanted) {
    return new Deployments(all.stream().filter(wanted).toList());
  }

  /**
   * As LiteLLM's clients read it.
   *
   * @param address where a provider is, or null where that is nothing for the reader
   */
  public JsonObject json(Function<ProviderName, @Nullable String> address) {
    JsonArray healthy = new JsonArray();
    JsonArray unhealthy = new JsonArray();
    for (Deployment one : all) {
      if (one.standing().state().serves()) {
        healthy.add(json(one, address));
      } else {
        unhealthy.add(json(one, address).put("error", one.standing().because()));
      }
    }
    return new JsonObject()
        .put("healthy_endpoints", healthy)
        .put("unhealthy_endpoints", unhealthy)
        .put("healthy_count", healthy.size())
        .put("unhealthy_count", unhealthy.size());
  }

  private static JsonObject json(Deployment one, Function<ProviderName, @Nullable String> address) {
    JsonObject json =
        new JsonObject()
            .put("model", one.model().value())
            .put("model_id", one.id())
            .put("state", one.standing().state().label());
    String at = address.apply(one.provider().name());
    return at == null ? json : json.put("api_base", at);
  }
}
