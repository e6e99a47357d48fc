package lab.testkit.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.stream.Collectors;
import lab.testkit.demo.Client.Answer;
import lab.testkit.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulated servers of OpenAI's format are as mean as the real ones. */
class OpenAiServerTest extends WithDemo {
  private static final String CHAT = "/v1/chat/completions";

  private static String ask(String model, String more) {
    return """
    {"model":"%s","messages":[{"role":"user","content":"Tell me about lighthouses"}]%s}"""
        .formatted(model, more);
  }

  private static String content(List<JsonNode> chunks) {
    return chunks.stream()
        .map(chunk -> chunk.at("/choices/0/delta/content").asText(""))
        .filter(text -> !text.equals("null"))
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @CsvSource({"VLLM, lab/demo-coder-7b", "LLAMA_CPP, demo-native", "LLAMA_CPP_PYTHON, demo-python"})
  void theStreamedAnswerIsTheWholeOne(DemoServer server, String model) throws Exception {
    // Given
    Answer whole = client(server).post(CHAT, ask(model, ""));

    // When
    Answer stream = client(server).post(CHAT, ask(model, ",\"stream\":true"));

    // Then
    String said = whole.json().at("/choices/0/message/content").asText();
    assertThat(said).startsWith("This is a simulated answer").contains("lighthouses");
    assertThat(stream.type()).startsWith("text/event-stream");
    assertThat(content(stream.chunks())).isEqualTo(said);
    assertThat(stream.events().getLast()).isEqualTo("[DONE]");
    assertThat(stream.chunks().getLast().at("/choices/0/finish_reason").asText()).isEqualTo("stop");
  }

  @Test
  void usageComesInAChunkOfItsOwnWhereItWasAskedFor() throws Exception {
    // When
    Answer stream =
        client(DemoServer.VLLM)
            .post(
                CHAT,
                ask(
                    "lab/demo-coder-7b",
                    ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));

    // Then
    JsonNode last = stream.chunks().getLast();
    long tokens = stream.chunks().stream().filter(chunk -> isToken(chunk)).count();
    assertThat(last.get("choices").isEmpty()).isTrue();
    assertThat(last.at("/usage/completion_tokens").asLong()).isEqualTo(tokens);
    assertThat(last.at("/usage/prompt_tokens").asInt()).isPositive();
  }

  private static boolean isToken(JsonNode chunk) {
    return !chunk.at("/choices/0/delta/content").asText("").isEmpty();
  }

  @Test
  void llamaCppPythonKnowsNoStreamOptions() throws Exception {
    // When
    Answer stream =
        client(DemoServer.LLAMA_CPP_PYTHON)
            .post(
                CHAT,
                ask("demo-python", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));

    // Then
    assertThat(stream.chunks()).isNotEmpty().noneMatch(chunk -> chunk.has("usage"));
  }

  @Test
  void anAnswerIsCutAtItsTokensAndAtItsStops() throws Exception {
    // When
    Answer cut = client(DemoServer.VLLM).post(CHAT, ask("lab/demo-coder-7b", ",\"max_tokens\":3"));
    Answer stopped =
        client(DemoServer.VLLM).post(CHAT, ask("lab/demo-coder-7b", ",\"stop\":\" answer\""));

    // Then
    assertThat(cut.json().at("/choices/0/finish_reason").asText()).isEqualTo("length");
    assertThat(cut.json().at("/usage/completion_tokens").asInt()).isEqualTo(3);
    assertThat(stopped.json().at("/choices/0/message/content").asText())
        .isEqualTo("This is a simulated");
    assertThat(stopped.json().at("/choices/0/finish_reason").asText()).isEqualTo("stop");
  }

  @Test
  void aToolIsCalledWithArgumentsThatFitAndItsResultIsUsed() throws Exception {
    // Given
    String tools =
        """
        "tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object",\
        "properties":{"city":{"type":"string"},"days":{"type":"integer"},\
        "unit":{"enum":["kelvin","celsius"]}},"required":["city","unit","days"]}}}]""";
    String question =
        "{\"role\":\"user\",\"content\":\"What is the weather in Oslo for 3 days in celsius?\"}";

    // When
    JsonNode call =
        client(DemoServer.VLLM)
            .post(
                CHAT,
                "{\"model\":\"lab/demo-coder-7b\",\"messages\":[%s],%s}".formatted(question, tools))
            .json();
    JsonNode answer =
        client(DemoServer.VLLM)
            .post(
                CHAT,
                """
                {"model":"lab/demo-coder-7b","messages":[%s,{"role":"tool","tool_call_id":"c",\
                "content":"minus 4"}],%s}"""
                    .formatted(question, tools))
            .json();

    // Then
    JsonNode function = call.at("/choices/0/message/tool_calls/0/function");
    assertThat(call.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
    assertThat(call.at("/choices/0/message/content").isNull()).isTrue();
    assertThat(function.get("name").asText()).isEqualTo("get_weather");
    assertThat(Json.read(function.get("arguments").asText()))
        .isEqualTo(Json.object().put("city", "Oslo").put("days", 3).put("unit", "celsius"));
    assertThat(answer.at("/choices/0/message/content").asText()).contains("minus 4");
  }

  @Test
  void aDemandedSchemaIsKept() throws Exception {
    // When
    Answer answer =
        client(DemoServer.LLAMA_CPP)
            .post(
                CHAT,
                ask(
                    "demo-native",
                    """
                    ,"response_format":{"type":"json_schema","json_schema":{"name":"x","schema":\
                    {"type":"object","properties":{"tall":{"type":"boolean"}}}}}"""));

    // Then
    assertThat(answer.json().at("/choices/0/message/content").asText())
        .isEqualTo("{\"tall\":true}");
  }

  @Test
  void aTextCompletionStopsAfterSixteenTokens() throws Exception {
    // When
    Answer answer =
        client(DemoServer.VLLM)
            .post("/v1/completions", "{\"model\":\"lab/demo-coder-7b\",\"prompt\":\"Rivers\"}");

    // Then
    assertThat(answer.json().get("object").asText()).isEqualTo("text_completion");
    assertThat(answer.json().at("/usage/completion_tokens").asInt()).isEqualTo(16);
    assertThat(answer.json().at("/choices/0/finish_reason").asText()).isEqualTo("length");
  }

  @ParameterizedTest
  @CsvSource({
    "VLLM, 404, /error/type, NotFoundError",
    "VLLM, 404, /error/param, model",
    "LLAMA_CPP_PYTHON, 400, /error/code, model_not_found"
  })
  void anUnknownModelIsRefusedInTheServersWords(
      DemoServer server, int status, String where, String what) throws Exception {
    // When
    Answer answer = client(server).post(CHAT, ask("nobody", ""));

    // Then
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().at(where).asText()).isEqualTo(what);
  }

  @Test
  void llamaCppServesWhatItHasWhateverIsAsked() throws Exception {
    // When
    Answer answer = client(DemoServer.LLAMA_CPP).post(CHAT, ask("nobody", ""));

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().has("timings")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "VLLM, demo-fails-500, 500, InternalServerError",
    "VLLM, demo-fails-429, 429, Too Many Requests",
    "VLLM, demo-loading, 503, Loading model",
    "VLLM, demo-unauthorized, 401, Unauthorized",
    "LLAMA_CPP, demo-loading, 503, unavailable_error",
    "LLAMA_CPP, demo-unauthorized, 401, Invalid API Key",
    "LLAMA_CPP_PYTHON, demo-unauthorized, 401, detail"
  })
  void anErrorOnDemandHasTheServersShape(DemoServer server, String model, int status, String word)
      throws Exception {
    // When
    Answer answer = client(server).post(CHAT, ask(model, ",\"stream\":true"));

    // Then
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.type()).isEqualTo("application/json");
    assertThat(answer.text()).contains(word);
    assertThat(answer.retryAfter()).isEqualTo(status == 429 ? "7" : null);
  }

  @Test
  void aStreamDiesInTheMiddleOnDemand() {
    // When
    Future<Answer> answer =
        client(DemoServer.VLLM)
            .send(HttpMethod.POST, CHAT, ask("demo-dies-midstream", ",\"stream\":true"));

    // Then
    assertThatThrownBy(answer::await).hasMessageContaining("closed");
  }

  @Test
  void aWrongMethodIsRefused() throws Exception {
    // When
    Answer vllm = client(DemoServer.VLLM).get(CHAT);
    Answer llama = client(DemoServer.LLAMA_CPP).get(CHAT);

    // Then
    assertThat(vllm.status()).isEqualTo(405);
    assertThat(vllm.allow()).isEqualTo("POST");
    assertThat(llama.status()).isEqualTo(404);
    assertThat(llama.text()).contains("File Not Found");
  }

  @ParameterizedTest
  @EnumSource(
      value = DemoServer.class,
      names = {"VLLM", "LLAMA_CPP", "LLAMA_CPP_PYTHON"})
  void everyListedModelIsThere(DemoServer server) throws Exception {
    // When
    Answer list = client(server).get("/v1/models");
    Answer one = client(server).get("/v1/models/" + server.models().getFirst());

    // Then
    assertThat(list.json().get("data"))
        .extracting(entry -> entry.get("id").asText())
        .containsExactlyElementsOf(server.models());
    assertThat(one.json().get("id").asText()).isEqualTo(server.models().getFirst());
  }

  @Test
  void healthAndStateAreFree() throws Exception {
    // When
    Answer vllm = client(DemoServer.VLLM).get("/health");
    Answer metrics = client(DemoServer.VLLM).get("/metrics");
    Answer llama = client(DemoServer.LLAMA_CPP).get("/health");
    Answer slots = client(DemoServer.LLAMA_CPP).get("/slots");

    // Then
    assertThat(vllm.text()).isEmpty();
    assertThat(metrics.text()).contains("vllm:num_requests_running{", "vllm:kv_cache_usage_perc{");
    assertThat(llama.text()).isEqualTo("{\"status\":\"ok\"}");
    assertThat(slots.json()).hasSize(4);
  }

  @Test
  void brokenJsonIsABadRequest() throws Exception {
    // When
    Answer answer = client(DemoServer.VLLM).post(CHAT, "{\"model\":");

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/error/type").asText()).isEqualTo("BadRequestError");
  }
}
