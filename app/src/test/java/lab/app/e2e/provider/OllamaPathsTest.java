package lab.app.e2e.provider;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import lab.testkit.script.Exchange;
import lab.testkit.script.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients of Ollama ask for besides chats. */
class OllamaPathsTest extends WithLab {
  private static final String HI = "{\"role\":\"user\",\"content\":\"hi\"}";

  @Override
  Map<String, String> files() {
    return Map.of(
        "providers.yaml",
        """
        health_checks: {enabled: false}
        providers:
          vllm:
            type: vllm
            base_url: "@vllm"
            models: [vllm-model, {name: vectors, specialty: embedding}]
          ollama:
            type: ollama
            base_url: "@ollama"
            models: [{name: ollama-model, size: 8B, context_length: 32768}]
          anthropic: {type: anthropic, base_url: "@anthropic", models: [anthropic-model]}
        """,
        "model-mappings.yaml",
        "patterns: [{pattern: ^org/, provider: vllm}]\n",
        "gateway.yaml",
        "litellm_settings: {num_retries: 0}\n");
  }

  private Reply answers(Wire provider, boolean streamed) {
    return provider == Wire.OLLAMA ? generated(streamed) : provider.answer(streamed, "Hello");
  }

  /** Ollama's own words at {@code /api/generate}. */
  private static Reply generated(boolean streamed) {
    String line = "{\"model\":\"m\",\"created_at\":\"2026-01-01T00:00:00Z\",\"response\":";
    String end =
        "\"done\":true,\"done_reason\":\"stop\",\"eval_duration\":5,\"total_duration\":9,"
            + "\"prompt_eval_count\":3,\"eval_count\":2}";
    return streamed
        ? Reply.lines(List.of(line + "\"Hello\",\"done\":false}\n", line + "\"\"," + end + "\n"))
        : Reply.json(200, line + "\"Hello\"," + end);
  }

  @ParameterizedTest
  @EnumSource(
      value = Wire.class,
      names = {"VLLM", "OLLAMA", "ANTHROPIC"})
  void aPromptIsGeneratedFromByEveryProvider(Wire provider) throws Exception {
    for (boolean streamed : new boolean[] {true, false}) {
      // Given
      Future<Exchange> asked = lab.script(provider.type(), answers(provider, streamed));
      String stream = streamed ? "" : ",\"stream\":false";

      // When
      Answer answer =
          post(
              "/api/generate",
              "{\"model\":\""
                  + provider.type()
                  + "-model\",\"prompt\":\"Say hello\",\"system\":\"Be brief\""
                  + stream
                  + "}");

      // Then
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      List<JsonObject> lines = answer.body().lines().map(JsonObject::new).toList();
      JsonObject last = lines.getLast();
      assertThat(lines.getFirst().getString("response")).isEqualTo("Hello");
      assertThat(lines).hasSize(streamed ? 2 : 1);
      assertThat(last.getBoolean("done")).isTrue();
      assertThat(last.getString("done_reason")).isEqualTo("stop");
      assertThat(last.getString("model")).isEqualTo(provider.type() + "-model");
      assertThat(last.getLong("eval_count")).isPositive();
      assertThat(last.getLong("eval_duration")).isPositive();
      assertThat(last.getLong("total_duration")).isPositive();
      assertThat(asked.await(5, SECONDS).request().text()).contains("Say hello", "Be brief");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/chat", "/api/generate"})
  void aModelThatIsOnlyToBeLoadedIsAnsweredAtOnce(String path) throws Exception {
    // Given
    int before = lab.provider("vllm").requests().size();

    // When
    Answer answer = post(path, "{\"model\":\"vllm-model\"}");

    // Then
    assertThat(answer.json().getString("done_reason")).isEqualTo("load");
    assertThat(lab.provider("vllm").requests()).hasSize(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/api/chat | {\"model\":\"nobodys\"}",
        "/api/chat | {\"model\":\"nobodys\",\"messages\":[],\"keep_alive\":0}",
        "/api/generate | {\"model\":\"nobodys\",\"prompt\":\"\"}",
        "/api/generate | {\"model\":\"nobodys\",\"keep_alive\":0}",
        "/api/embed | {\"model\":\"nobodys\",\"input\":[]}",
        "/api/embeddings | {\"model\":\"nobodys\",\"prompt\":\"\"}"
      })
  void aModelThatNobodyHasIsNotLoaded(String path, String body) throws Exception {
    // When
    Answer answer = post(path, body);

    // Then
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().getString("error")).startsWith("model \"nobodys\" not found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"model\":\"vectors\"}", "{\"model\":\"vectors\",\"messages\":[" + HI + "]}"})
  void whatIsForVectorsIsNotLoadedForAChat(String body) throws Exception {
    // When
    Answer answer = post("/api/chat", body);

    // Then
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().getString("error")).contains("an embedding model can not do chat");
  }

  @Test
  void toLoadNoModelIsRefused() throws Exception {
    // When
    Answer answer = post("/api/chat", "{}");

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().getString("error")).contains("names no model");
  }

  private static Reply vectors() {
    return Reply.json(
        200,
        "{\"object\":\"list\",\"model\":\"m\",\"data\":["
            + "{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.5,1]},"
            + "{\"object\":\"embedding\",\"index\":1,\"embedding\":[0.25,2]}],"
            + "\"usage\":{\"prompt_tokens\":4,\"total_tokens\":4}}");
  }

  @Test
  void textsAreEmbeddedByAServerThatIsNoOllama() throws Exception {
    // Given
    Future<Exchange> asked = lab.script("vllm", vectors());

    // When
    JsonObject answer =
        post("/api/embed", "{\"model\":\"vllm-model\",\"input\":[\"a\",\"b\"]}").json();

    // Then
    assertThat(answer.getJsonArray("embeddings")).isEqualTo(new JsonArray("[[0.5,1],[0.25,2]]"));
    assertThat(answer.getInteger("prompt_eval_count")).isEqualTo(4);
    assertThat(answer.getLong("total_duration")).isPositive();
    assertThat(answer.getString("model")).isEqualTo("vllm-model");
    assertThat(asked.await(5, SECONDS).request().path()).isEqualTo("/v1/embeddings");
  }

  @Test
  void oneTextIsEmbeddedTheOldWay() throws Exception {
    // Given
    Future<Exchange> asked = lab.script("vllm", vectors());

    // When
    Answer answer = post("/api/embeddings", "{\"model\":\"vllm-model\",\"prompt\":\"a\"}");

    // Then
    assertThat(answer.json()).isEqualTo(new JsonObject("{\"embedding\":[0.5,1]}"));
    assertThat(asked.await(5, SECONDS).request().text()).contains("\"input\":\"a\"");
  }

  @Test
  void whatOllamaEmbedsPassesAsItIs() throws Exception {
    // Given
    lab.provider("ollama")
        .then(Reply.json(200, "{\"model\":\"ollama-model\",\"embeddings\":[[1.50]],\"x\":1}"));

    // When
    Answer answer = post("/api/embed", "{\"model\":\"ollama-model\",\"input\":\"a\"}");

    // Then
    assertThat(answer.body())
        .isEqualTo("{\"model\":\"ollama-model\",\"embeddings\":[[1.50]],\"x\":1}");
  }

  @Test
  void noTextHasNoVectors() throws Exception {
    assertThat(post("/api/embed", "{\"model\":\"vllm-model\",\"input\":[]}").body())
        .isEqualTo("{\"model\":\"vllm-model\",\"embeddings\":[]}");
    assertThat(post("/api/embeddings", "{\"model\":\"vllm-model\",\"prompt\":\"\"}").body())
        .isEqualTo("{\"embedding\":[]}");
  }

  @Test
  void aModelIsShownWhoeverServesIt() throws Exception {
    // When
    JsonObject known = post("/api/show", "{\"model\":\"ollama-model\"}").json();
    JsonObject other = post("/api/show", "{\"name\":\"vllm-model:latest\"}").json();

    // Then
    assertThat(known.getJsonObject("details").getString("parameter_size")).isEqualTo("8.0B");
    assertThat(known.getJsonObject("model_info").getInteger("lab.context_length"))
        .isEqualTo(32_768);
    assertThat(other.getJsonArray("capabilities")).contains("completion", "tools");
  }

  @Test
  void aModelThatOnlyAPatternServesIsShownAndLoaded() throws Exception {
    // When
    JsonObject shown = post("/api/show", "{\"model\":\"org/any\"}").json();
    JsonObject loaded = post("/api/chat", "{\"model\":\"org/any\"}").json();

    // Then
    assertThat(shown.getJsonArray("capabilities")).contains("completion", "tools");
    assertThat(shown.getJsonObject("model_info")).isNotEmpty();
    assertThat(loaded.getString("done_reason")).isEqualTo("load");
  }

  @Test
  void aModelThatNobodyHasIsNotShown() throws Exception {
    // When
    Answer unknown = post("/api/show", "{\"model\":\"nobodys\"}");
    Answer nameless = post("/api/show", "{}");

    // Then
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.json().getString("error")).contains("nobodys");
    assertThat(nameless.status()).isEqualTo(400);
    assertThat(nameless.json().getString("error")).contains("model");
  }
}
