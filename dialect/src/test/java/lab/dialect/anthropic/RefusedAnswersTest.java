package lab.dialect.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import lab.dialect.Crossing;
import lab.dialect.InferenceCall;
import lab.dialect.openai.MetadataKeys;
import lab.dialect.openai.OpenAiDialect;
import org.junit.jupiter.api.Test;

/** What a model of OpenAI's refuses in words of its own, as clients of Anthropic read it. */
class RefusedAnswersTest {
  @Test
  void aRefusalsWordsAreText() {
    // Given
    InferenceCall call =
        Crossing.call(
            new AnthropicClient(MetadataKeys.NONE)
                .read(
                    "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
                        .getBytes(UTF_8)));
    String chunk =
        "data: {\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
            + "\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}\n\n";

    // When
    Crossing got =
        Crossing.of(
            new OpenAiDialect(),
            call,
            chunk.formatted("{\"refusal\":\"I will \"}", "null")
                + chunk.formatted("{\"refusal\":\"not.\"}", "null")
                + chunk.formatted("{}", "\"stop\"")
                + "data: [DONE]\n\n");

    // Then
    assertThat(got.complete()).isTrue();
    assertThat(
            got.events().stream()
                .map(event -> event.at("/delta/text"))
                .map(JsonNode::asText)
                .collect(Collectors.joining()))
        .isEqualTo("I will not.");
  }
}
