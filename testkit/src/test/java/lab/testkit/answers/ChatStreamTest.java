package lab.testkit.answers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A stream of each flavour has the frames of the server it is named after. */
class ChatStreamTest {

  private static List<JsonNode> chunks(ChatStream stream) {
    return stream.events().stream()
        .filter(event -> event.startsWith("data: {"))
        .map(event -> Json.read(event.substring("data: ".length())))
        .toList();
  }

  @Test
  void openAiSaysUsageNullInEveryChunkButTheLast() {
    // When
    ChatStream stream = ChatStream.good(Flavour.OPENAI, "m", "Hel", "lo");

    // Then
    assertThat(stream.events().getFirst())
        .isEqualTo(
            """
            data: {"id":"chatcmpl-testkit-1","object":"chat.completion.chunk",\
            "created":1700000000,"model":"m","service_tier":"default",\
            "system_fingerprint":"fp_1a2b3c","choices":[{"index":0,"delta":\
            {"role":"assistant","content":"","refusal":null},"logprobs":null,\
            "finish_reason":null}],"usage":null}

            """);
    assertThat(chunks(stream)).hasSize(5);
    assertThat(chunks(stream).subList(0, 4)).allMatch(chunk -> chunk.get("usage").isNull());
    assertThat(chunks(stream).getLast().get("choices").isEmpty()).isTrue();
    assertThat(chunks(stream).getLast().at("/usage/total_tokens").asInt()).isEqualTo(5);
  }

  @Test
  void llamaCppBeginsWithContentNullAndEndsWithTimings() {
    // When
    List<JsonNode> asked = chunks(ChatStream.good(Flavour.LLAMA_CPP, "m", "Hi"));
    List<JsonNode> unasked =
        chunks(ChatStream.of(Flavour.LLAMA_CPP, "m", false).role().finishes("stop").done());

    // Then
    assertThat(asked.getFirst().at("/choices/0/delta").toString())
        .isEqualTo("{\"role\":\"assistant\",\"content\":null}");
    assertThat(asked.get(2).has("timings")).isFalse();
    assertThat(asked.getLast().has("timings")).isTrue();
    assertThat(unasked.getLast().has("timings")).isTrue();
  }

  @Test
  void vllmEndsAChoiceWithItsStopReason() {
    // When
    JsonNode finish = chunks(ChatStream.of(Flavour.VLLM, "m").finishes("stop")).getFirst();

    // Then
    assertThat(finish.get("choices").toString())
        .isEqualTo(
            """
            [{"index":0,"delta":{"content":""},"logprobs":null,"finish_reason":"stop",\
            "stop_reason":null}]""");
    assertThat(finish.has("usage")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Flavour.class)
  void aToolCallComesAsItsNameAndThenItsArguments(Flavour flavour) {
    // When
    List<JsonNode> chunks =
        chunks(ChatStream.of(flavour, "m").calls(0, "call_1", "add", "{\"a\"", ":1}"));

    // Then
    assertThat(chunks)
        .extracting(chunk -> chunk.at("/choices/0/delta/tool_calls/0").toString())
        .containsExactly(
            """
            {"index":0,"id":"call_1","type":"function",\
            "function":{"name":"add","arguments":""}}""",
            "{\"index\":0,\"function\":{\"arguments\":\"{\\\"a\\\"\"}}",
            "{\"index\":0,\"function\":{\"arguments\":\":1}\"}}");
  }

  @Test
  void reasoningHasTheFieldOfItsServer() {
    // When
    JsonNode vllm = chunks(ChatStream.of(Flavour.VLLM, "m").thinks("hm")).getFirst();
    JsonNode llama = chunks(ChatStream.of(Flavour.LLAMA_CPP, "m").thinks("hm")).getFirst();

    // Then
    assertThat(vllm.at("/choices/0/delta/reasoning").asText()).isEqualTo("hm");
    assertThat(llama.at("/choices/0/delta/reasoning_content").asText()).isEqualTo("hm");
  }

  @Test
  void aStreamEndsAsItIsToldOrNot() {
    // Given
    ChatStream open = ChatStream.of(Flavour.VLLM, "m").role().says("x");

    // When
    ChatStream ended = open.done();

    // Then
    assertThat(open.text()).doesNotContain("[DONE]");
    assertThat(ended.text()).isEqualTo(open.text() + "data: [DONE]\n\n");
  }
}
