package lab.health.poll;

import static org.assertj.core.api.Assertions.assertThat;

import lab.config.Credentials;
import lab.config.Provider;
import lab.config.ProviderStatus;
import lab.config.ProviderType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointsTest {

  @ParameterizedTest(name = "{0}, health_endpoint {1}: state {2}, list {3}")
  @CsvSource({
    "OLLAMA,,, /api/tags",
    "OLLAMA, /api/tags,, /api/tags",
    "OLLAMA, api/tags,, /api/tags",
    "OLLAMA, /api/version, /api/version, /api/tags",
    "LLAMA_CPP,, /health, /v1/models",
    "LLAMA_CPP, /v1/models,, /v1/models",
    "VLLM,, /health, /v1/models",
    "VLLM, /ping, /ping, /v1/models",
    "OPENAI,,, /v1/models",
    "OPENAI_COMPATIBLE, /healthz, /healthz, /v1/models",
    "OPENROUTER,,, /v1/models"
  })
  void onlyFreeEndpointsAreAsked(
      ProviderType type, @Nullable String written, @Nullable String state, String list) {
    // Given
    String base = "http://127.0.0.1:1/prefix";
    Provider provider =
        Providers.of(type, base, written, ProviderStatus.ACTIVE, new Credentials.NotNeeded());

    // When
    Endpoints endpoints = Endpoints.of(provider);

    // Then
    ModelList shape = type == ProviderType.OLLAMA ? ModelList.OLLAMA : ModelList.OPENAI;
    assertThat(endpoints)
        .isEqualTo(new Endpoints(state == null ? null : base + state, base + list, shape));
  }
}
