package lab.testkit.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.stream.Collectors;
import lab.testkit.demo.Client.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulated Ollama is as mean as the real one. */
class OllamaServerTest extends WithDemo {

  private static Client ollama() {
    return client(DemoServer.OLLAMA);
  }

  private static String ask(String model, String more) {
    return """
    {"model":"%s","messages":[{"role":"user","content":"Tell me about lighthouses"}]%s}"""
        .formatted(model, more);
  }

  @Test
  void aChatIsAStreamUnlessItIsToldNotToBe() throws Exception {
    // Given
    Answer whole = ollama().post("/api/chat", ask("demo-chat", ",\"stream\":false"));

    // When
    Answer stream = ollama().post("/api/chat", ask("demo-chat", ""));

    // Then
    List<JsonNode> lines = stream.lines();
    String streamed =
        lines.stream()
            .map(line -> line.at("/message/content").asText())
            .collect(Collectors.joining());
    assertThat(stream.type()).isEqualTo("application/x-ndjson");
    assertThat(streamed)
        .startsWith("This is a simulated answer")
        .isEqualTo(whole.json().at("/message/content").asText());
    assertThat(lines).filteredOn(line -> line.get("done").asBoolean()).hasSize(1);
    assertThat(lines.getLast().get("done_reason").asText()).isEqualTo("stop");
    assertThat(lines.getLast().get("eval_count").asInt()).isEqualTo(lines.size() - 1);
  }

  @Test
  void aLoadHasNoCounts() throws Exception {
    // When
    Answer answer = ollama().post("/api/chat", "{\"model\":\"demo-chat\",\"messages\":[]}");

    // Then
    assertThat(answer.json().get("done_reason").asText()).isEqualTo("load");
    assertThat(answer.json().has("eval_count")).isFalse();
  }

  @Test
  void aModelThatThinksDoesSoFirstUnlessToldNotTo() throws Exception {
    // When
    List<JsonNode> aloud = ollama().post("/api/chat", ask("demo-thinker:8b", "")).lines();
    List<JsonNode> quiet =
        ollama().post("/api/chat", ask("demo-thinker:8b", ",\"think\":false")).lines();

    // Then
    assertThat(aloud.getFirst().at("/message/thinking").asText()).isNotEmpty();
    assertThat(quiet).noneMatch(line -> line.at("/message").has("thinking"));
  }

  @Test
  void aToolCallComesWholeInOneLine() throws Exception {
    // Given
    String tools =
        """
        ,"tools":[{"type":"function","function":{"name":"find_lighthouses",\
        "parameters":{"properties":{"most":{"type":"integer"}}}}}]""";

    // When
    List<JsonNode> lines = ollama().post("/api/chat", ask("demo-chat", tools)).lines();

    // Then
    assertThat(lines).hasSize(2);
    JsonNode function = lines.getFirst().at("/message/tool_calls/0/function");
    assertThat(function.get("name").asText()).isEqualTo("find_lighthouses");
    assertThat(function.at("/arguments/most").asInt()).isEqualTo(1);
  }

  @Test
  void generatedTextIsCutAtItsTokens() throws Exception {
    // When
    Answer answer =
        ollama()
            .post(
                "/api/generate",
                "{\"model\":\"demo-chat\",\"prompt\":\"Rivers\",\"stream\":false,"
                    + "\"options\":{\"num_predict\":2}}");

    // Then
    assertThat(answer.json().get("done_reason").asText()).isEqualTo("length");
    assertThat(answer.json().get("response").asText()).isEqualTo("This is");
    assertThat(answer.json().get("eval_count").asInt()).isEqualTo(2);
  }

  @Test
  void embeddingsAreTheSameForTheSameText() throws Exception {
    // When
    JsonNode body =
        ollama()
            .post("/api/embed", "{\"model\":\"demo-embed\",\"input\":[\"a\",\"b\",\"a\"]}")
            .json();

    JsonNode old =
        ollama().post("/api/embeddings", "{\"model\":\"demo-embed\",\"prompt\":\"b\"}").json();

    // Then
    assertThat(old.get("embedding")).isEqualTo(body.at("/embeddings/1"));
    assertThat(body.get("embeddings")).hasSize(3);
    assertThat(body.at("/embeddings/0")).isEqualTo(body.at("/embeddings/2"));
    assertThat(body.at("/embeddings/0")).isNotEqualTo(body.at("/embeddings/1"));
    assertThat(body.get("prompt_eval_count").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "nobody, 404, model 'nobody' not found",
    "demo-fails-500, 500, model runner",
    "demo-fails-429, 429, too many requests",
    "demo-loading:latest, 503, maximum pending requests exceeded",
    "demo-unauthorized, 401, unauthorized"
  })
  void errorsAreOneString(String model, int status, String words) throws Exception {
    // When
    Answer answer = ollama().post("/api/chat", ask(model, ""));

    // Then
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().get("error").asText()).contains(words);
  }

  @Test
  void itSaysWhatItHasAndWhatItHasLoaded() throws Exception {
    // Given
    Answer loading = ollama().post("/api/chat", ask("demo-coder:7b", ""));

    // When
    JsonNode tags = ollama().get("/api/tags").json().get("models");
    JsonNode ps = ollama().get("/api/ps").json().get("models");

    // Then
    assertThat(loading.status()).isEqualTo(200);
    assertThat(tags)
        .extracting(model -> model.get("name").asText())
        .containsExactlyElementsOf(DemoServer.OLLAMA.models());
    assertThat(ps).extracting(model -> model.get("name").asText()).contains("demo-coder:7b");
  }

  @Test
  void itIsKnownByItsGreeting() throws Exception {
    // When
    Answer greeting = ollama().get("/");
    Answer head = ollama().ask(HttpMethod.HEAD, "/", "");
    Answer version = ollama().get("/api/version");

    // Then
    assertThat(greeting.text()).isEqualTo("Ollama is running");
    assertThat(head.status()).isEqualTo(200);
    assertThat(version.json().has("version")).isTrue();
  }

  @Test
  void wrongMethodsPathsAndBodiesAreRefused() throws Exception {
    // When
    Answer method = ollama().get("/api/chat");
    Answer path = ollama().get("/api/nothing");
    Answer empty = ollama().post("/api/chat", "");
    Answer think = ollama().post("/api/chat", ask("demo-chat", ",\"think\":true"));

    // Then
    assertThat(method.status()).isEqualTo(405);
    assertThat(path.status()).isEqualTo(404);
    assertThat(empty.json().get("error").asText()).isEqualTo("missing request body");
    assertThat(think.json().get("error").asText())
        .isEqualTo("\"demo-chat\" does not support thinking");
  }
}
