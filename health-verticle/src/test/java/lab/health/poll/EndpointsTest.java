package lab.health.poll;

import static org.assertj.core.api.Assertions.assertThat;

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
    "LLAMA_CPP,, /health, /v1/models, /props",
    "LLAMA_CPP, /v1/models,, /v1/models, /props",
    "VLLM,, /health, /v1/models,",
    "VLLM, /ping, /ping, /v1/models,",
    "OPENAI,,, /v1/models,",
    "OPENAI_COMPATIBLE, /healthz, /healthz, /v1/models,",
    "OPENROUTER,,, /v1/models,"
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
    Detail detail = type == ProviderType.OLLAMA ? Detail.IN_MEMORY : Detail.SLOTS;
    assertThat(endpoints)
        .isEqualTo(
            new Endpoints(
                state == null ? null : base + state,
                base + list,
                shape,
                more == null ? null : new Endpoints.More(base + more, detail)));
  }

  @Test
  void theCloudIsNotAskedWhatItHasInMemory() {
    // Given
    Provider cloud = Providers.of(ProviderType.OLLAMA, "https://ollama.com");

    // When
    Endpoints endpoints = Endpoints.of(cloud);

    // Then
    assertThat(endpoints)
        .isEqualTo(new Endpoints(null, "https://ollama.com/api/tags", ModelList.OLLAMA, null));
  }
}
