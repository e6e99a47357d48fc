package lab.health.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lab.config.Credentials;
import lab.config.Provider;
import lab.config.ProviderStatus;
import lab.config.ProviderType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointsTest {

  @ParameterizedTest(name = "{0}, health_endpoint {1}: state {2}, list {3}, more {4}")
  @CsvSource({
    "OLLAMA,,, /api/tags, /api/ps",
    "OLLAMA, /api/tags,, /api/tags, /api/ps",
    "OLLAMA, api/tags,, /api/tags, /api/ps",
    "OLLAMA, /api/version, /api/version, /api/tags, /api/ps",
    "LLAMA_CPP,, /health, /v1/models, /props /slots /metrics",
    "LLAMA_CPP, /v1/models,, /v1/models, /props /slots /metrics",
    "VLLM,, /health, /v1/models, /metrics",
    "VLLM, /ping, /ping, /v1/models, /metrics",
    "OPENAI,,, /v1/models,",
    "OPENAI_COMPATIBLE, /healthz, /healthz, /v1/models,",
    "OPENROUTER,,, /v1/models, /v1/key",
    "ANTHROPIC,,, /v1/models?limit=1000,",
    "ANTHROPIC, /v1/models,, /v1/models?limit=1000,"
  })
  void onlyFreeEndpointsAreAsked(
      ProviderType type,
      @Nullable String written,
      @Nullable String state,
      String list,
      @Nullable String more) {
    // Given
    String base = "http://127.0.0.1:1/prefix";
    Provider provider =
        Providers.of(type, base, written, ProviderStatus.ACTIVE, new Credentials.NotNeeded());

    // When
    Endpoints endpoints = Endpoints.of(provider);

    // Then
    ModelList shape = type == ProviderType.OLLAMA ? ModelList.OLLAMA : ModelList.OPENAI;
    List<String> further = more == null ? List.of() : List.of(more.split(" "));
    assertThat(endpoints.state()).isEqualTo(state == null ? null : base + state);
    assertThat(endpoints.list()).isEqualTo(base + list);
    assertThat(endpoints.shape()).isEqualTo(shape);
    assertThat(endpoints.more())
        .extracting(Endpoints.More::url)
        .isEqualTo(further.stream().map(path -> base + path).toList());
  }

  @Test
  void theCloudIsNotAskedWhatItHasInMemory() {
    // Given
    Provider cloud = Providers.of(ProviderType.OLLAMA, "https://ollama.com");

    // When
    Endpoints endpoints = Endpoints.of(cloud);

    // Then
    assertThat(endpoints)
        .isEqualTo(new Endpoints(null, "https://ollama.com/api/tags", ModelList.OLLAMA, List.of()));
  }
}
