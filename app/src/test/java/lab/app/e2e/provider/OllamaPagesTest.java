package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import lab.testkit.answers.Answers;
import lab.testkit.wire.Flavour;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** To Ollama's clients a node is an Ollama that has the models of all providers. */
class OllamaPagesTest extends WithLab {
  @Override
  Map<String, String> files() {
    return Map.of(
        "providers.yaml",
        """
        health_checks: {interval_seconds: 0.05, timeout_seconds: 2, retry_attempts: 1}
        providers:
          local:
            type: ollama
            base_url: "@local"
            models: [{name: "qwen:8b", size: 8B, context_length: 32768}]
          engine: {type: vllm, base_url: "@engine", models: [big]}
        """,
        "model-mappings.yaml",
        "exact_matches: {alias: {provider: engine, backend_model: big}}\n");
  }

  @Override
  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    super.start(folder);
    lab.provider("local")
        .at("/api/tags", Answers.ollamaTags("qwen:8b", "pulled:latest"))
        .at("/api/ps", Answers.ollamaPs("qwen:8b"));
    lab.provider("engine").at("/v1/models", Answers.models(Flavour.VLLM, "big"));
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> !models("/api/ps").isEmpty() && names("/api/tags").contains("pulled"));
  }

  private Answer get(String path) throws IOException {
    try (Client client = lab.client()) {
      return client.get(path).answer();
    }
  }

  private JsonArray models(String path) throws IOException {
    return get(path).json().getJsonArray("models");
  }

  private String names(String path) throws IOException {
    JsonArray models = models(path);
    return String.join(
        " ",
        IntStream.range(0, models.size())
            .mapToObj(i -> models.getJsonObject(i).getString("name"))
            .toList());
  }

  @Test
  void everyNameIsListedWhoeverServesIt() throws Exception {
    // When
    JsonArray models = models("/api/tags");

    // Then
    assertThat(names("/api/tags")).isEqualTo("alias qwen:8b big pulled:latest");
    JsonObject qwen = models.getJsonObject(1);
    assertThat(qwen.getString("model")).isEqualTo("qwen:8b");
    assertThat(qwen.getString("digest")).hasSize(64);
    assertThat(qwen.getJsonObject("details").getString("parameter_size")).isEqualTo("8.0B");
  }

  @Test
  void whatAProviderHasInMemoryIsLoaded() throws Exception {
    // When, Then
    assertThat(names("/api/ps")).isEqualTo("qwen:8b");
    assertThat(models("/api/ps").getJsonObject(0).getString("expires_at")).isNotEmpty();
  }

  @Test
  void aVersionIsTold() throws Exception {
    // When
    Answer answer = get("/api/version");

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().getString("version")).matches("\\d+\\.\\d+\\.\\d+");
  }
}
