package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** LangChain4j, whose HTTP client offers an upgrade to HTTP/2 with every request. */
class LangChain4jTest extends WithLangChain4j {

  private OpenAiChatModel chat(String model) {
    return OpenAiChatModel.builder()
        .baseUrl(node.base() + "/v1")
        .apiKey("not-needed")
        .modelName(model)
        .maxRetries(0)
        .build();
  }

  private OpenAiStreamingChatModel streaming(String model) {
    return OpenAiStreamingChatModel.builder()
        .baseUrl(node.base() + "/v1")
        .apiKey("not-needed")
        .modelName(model)
        .build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo-chat", "demo-native", "demo-python", "lab/demo-coder-7b"})
  void aChatIsAnswered(String model) {
    // When
    ChatResponse answer = chat(model).chat(UserMessage.from("Why is the sky blue?"));

    // Then
    assertThat(answer.aiMessage().text()).contains("simulated answer");
    assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(answer.modelName()).isEqualTo(model);
    assertThat(answer.tokenUsage().outputTokenCount()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo-chat", "demo-native", "demo-python", "lab/demo-coder-7b"})
  void aStreamSaysTheSameAsAChat(String model) throws Exception {
    // Given
    List<ChatMessage> question = List.of(UserMessage.from("Why is the sky blue?"));
    String whole = chat(model).chat(question).aiMessage().text();
    Heard heard = new Heard();

    // When
    streaming(model).chat(request(question), heard);
    ChatResponse answer = heard.complete();

    // Then
    assertThat(answer.aiMessage().text()).isEqualTo(whole);
    assertThat(heard.pieces).hasSizeGreaterThan(10);
    assertThat(String.join("", heard.pieces)).isEqualTo(whole);
    assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
  }

  @ParameterizedTest
  @CsvSource({
    "demo-chat, false",
    "demo-chat, true",
    "lab/demo-coder-7b, false",
    "lab/demo-coder-7b, true"
  })
  void aToolIsCalledAndItsResultIsUsed(String model, boolean stream) throws Exception {
    // Given
    List<ChatMessage> messages = new ArrayList<>();
    messages.add(UserMessage.from("What is the weather in Bern?"));

    // When
    ChatResponse first = answer(model, stream, request(messages, weather()));
    ToolExecutionRequest call = first.aiMessage().toolExecutionRequests().getFirst();
    messages.add(first.aiMessage());
    messages.add(ToolExecutionResultMessage.from(call, "It rains marbles."));
    ChatResponse second = answer(model, stream, request(messages, weather()));

    // Then
    assertThat(first.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
    assertThat(call.name()).isEqualTo("current_weather");
    assertThat(call.arguments()).startsWith("{").contains("\"city\"");
    assertThat(second.aiMessage().text()).contains("It rains marbles.");
  }

  private ChatResponse answer(String model, boolean stream, ChatRequest request) throws Exception {
    return stream ? heard(streaming(model), request) : chat(model).chat(request);
  }

  @Test
  void textsAreEmbedded() {
    // Given
    OpenAiEmbeddingModel model =
        OpenAiEmbeddingModel.builder()
            .baseUrl(node.base() + "/v1")
            .apiKey("not-needed")
            .modelName("demo-embed")
            .maxRetries(0)
            .build();

    // When
    var answer = model.embedAll(List.of(TextSegment.from("one"), TextSegment.from("two")));

    // Then
    assertThat(answer.content()).hasSize(2);
    assertThat(answer.content().getFirst().dimension()).isPositive();
    assertThat(answer.content().getFirst()).isNotEqualTo(answer.content().getLast());
  }

  @Test
  void aProviderThatFailsIsAServerError() {
    assertThatThrownBy(() -> chat("demo-fails-500").chat(UserMessage.from("Hello")))
        .isInstanceOf(InternalServerException.class);
  }

  @Test
  void aStreamThatBreaksOffIsAnErrorAndNoShortAnswer() {
    // Given
    Heard heard = new Heard();

    // When
    streaming("demo-dies-midstream")
        .chat(request(List.of(UserMessage.from("Tell me a story"))), heard);

    // Then
    assertThatThrownBy(heard::complete).isInstanceOf(ExecutionException.class);
    assertThat(heard.pieces).isNotEmpty();
  }
}
