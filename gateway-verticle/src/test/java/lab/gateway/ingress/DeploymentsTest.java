package lab.gateway.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.ProvidersQuery;
import lab.contract.ProvidersQuery.Known;
import lab.contract.ProvidersQuery.KnownModel;
import lab.contract.ProvidersQuery.Times;
import lab.contract.Standing;
import lab.contract.Standing.State;
import org.junit.jupiter.api.Test;

class DeploymentsTest {
  private static final Times UNKNOWN = new Times(null, null);

  private static Standing standing(State state, String because) {
    return new Standing(state, null, null, because, null);
  }

  private static Known provider(String name, State state, List<String> listed, String... models) {
    return new Known(
        new ProviderName(name),
        "vllm",
        standing(state, "as is"),
        UNKNOWN,
        0,
        null,
        null,
        null,
        null,
        listed.stream().map(ModelName::new).toList(),
        List.of(models).stream()
            .map(
                model ->
                    new KnownModel(
                        new ModelName(model),
                        standing(State.COOLDOWN, "requests failed"),
                        false,
                        0,
                        UNKNOWN))
            .toList());
  }

  @Test
  void eachModelIsOnceWithItsOwnStateAndTheOffOnesAreLeftOut() {
    // Given
    Deployments all =
        Deployments.of(
            new ProvidersQuery.Answer(
                List.of(
                    provider("a", State.ACTIVE, List.of(), "m"),
                    provider("b", State.ACTIVE, List.of("n")),
                    provider("c", State.DISABLED, List.of("o")))));

    // When
    JsonObject json = all.json(name -> name.value().equals("b") ? "http://b" : null);

    // Then
    assertThat(json)
        .isEqualTo(
            new JsonObject(
                """
                {
                  "healthy_endpoints": [
                    {"model": "n", "model_id": "b/n", "state": "active", "api_base": "http://b"}
                  ],
                  "unhealthy_endpoints": [
                    {"model": "m", "model_id": "a/m", "state": "cooldown", "error": "requests failed"}
                  ],
                  "healthy_count": 1,
                  "unhealthy_count": 1
                }
                """));
  }
}
