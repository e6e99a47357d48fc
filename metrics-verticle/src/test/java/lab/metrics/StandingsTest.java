package lab.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.ProvidersQuery;
import lab.contract.Standing;
import lab.contract.Standing.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StandingsTest {
  private final Meters meters = new Meters(Told.configuration(), "1.2.3");
  private final AtomicReference<State> state = new AtomicReference<>(State.COOLDOWN);

  @AfterEach
  void close() {
    meters.close();
  }

  private ProvidersQuery.Answer page() {
    Standing now = new Standing(state.get(), null, null, "", null);
    ProvidersQuery.Times unknown = new ProvidersQuery.Times(null, null);
    List<ProvidersQuery.KnownModel> models =
        List.of(
            new ProvidersQuery.KnownModel(new ModelName("qwen"), now, true, 0, unknown),
            new ProvidersQuery.KnownModel(new ModelName("invented"), now, true, 0, unknown));
    return new ProvidersQuery.Answer(
        List.of(
            new ProvidersQuery.Known(
                new ProviderName("vllm"),
                "vllm",
                now,
                unknown,
                0,
                null,
                null,
                12.5,
                null,
                List.of(),
                models)));
  }

  @Test
  void theStateOfEachProviderIsAGaugeForEachStateThatThereIs() {
    // Given
    meters.showProviders(this::page);

    // When
    String before = Told.text(meters);
    state.set(State.DEGRADED);
    String after = Told.text(meters);

    // Then
    assertThat(before)
        .contains(
            "provider_state{provider=\"vllm\",state=\"cooldown\"} 1.0\n",
            "provider_state{provider=\"vllm\",state=\"active\"} 0.0\n",
            "provider_availability{provider=\"vllm\"} 0.0\n",
            "provider_credits_left{provider=\"vllm\"} 12.5\n");
    assertThat(after)
        .contains(
            "provider_state{provider=\"vllm\",state=\"cooldown\"} 0.0\n",
            "provider_state{provider=\"vllm\",state=\"degraded\"} 1.0\n",
            "provider_availability{provider=\"vllm\"} 1.0\n");
  }

  @Test
  void theStateOfADeploymentIsANumberAndOnlyOfThoseThatTheConfigurationNames() {
    // Given
    meters.showProviders(this::page);

    // When
    List<String> out = deployments();
    state.set(State.RECOVERING);
    List<String> back = deployments();
    state.set(State.ACTIVE);
    List<String> well = deployments();

    // Then
    assertThat(out).singleElement().asString().contains("model_id=\"vllm/qwen\"").endsWith(" 2.0");
    assertThat(back).singleElement().asString().endsWith(" 1.0");
    assertThat(well).singleElement().asString().endsWith(" 0.0");
  }

  private List<String> deployments() {
    return Told.text(meters)
        .lines()
        .filter(line -> line.startsWith("litellm_deployment_state{"))
        .toList();
  }
}
