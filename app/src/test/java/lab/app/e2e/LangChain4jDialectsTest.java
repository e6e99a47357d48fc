package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.ollama.OllamaEmbeddingModel;
import dev.langchain4j.model.ollama.OllamaModel;
import dev.langchain4j.model.ollama.OllamaModels;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** LangChain4j's modules for Ollama and Anthropic: the same node is an Ollama and an Anthropic. */
class LangChain4jDialectsTest extends WithLangChain4j {
  private enum Module {
    OLLAMA,
    ANTHROPIC;

    ChatModel chat(String base, String model) {
      return switch (this) {
        case OLLAMA ->
            OllamaChatModel.builder().baseUrl(base).modelName(model).maxRetries(0).build();
        case ANTHROPIC ->
            AnthropicChatModel.builder()
                .baseUrl(base + "/v1")
                .apiKey("not-needed")
                .modelName(model)
                .maxTokens(500)
                .maxRetries(0)
                .build();
      };
    }

    StreamingChatModel streaming(String base, String model) {
      return switch (this) {
        case OLLAMA -> OllamaStreamingChatModel.builder().baseUrl(base).modelName(model).build();
        case ANTHROPIC ->
            AnthropicStreamingChatModel.builder()
                .baseUrl(base + "/v1")
                .apiKey("not-needed")
                .modelName(model)
                .maxTokens(500)
                .build();
      };
    }
  }

  private ChatModel chat(Module module, String model) {
    return module.chat(node.base(), model);
  }

  @ParameterizedTest
  @CsvSource({
    "OLLAMA, demo-chat",
    "OLLAMA, demo-native",
    "OLLAMA, lab/demo-coder-7b",
    "ANTHROPIC, demo-chat",
    "ANTHROPIC, demo-native",
    "ANTHROPIC, lab/demo-coder-7b"
  })
  void aStreamSaysTheSameAsAChat(Module module, String model) throws Exception {
    // Given
    List<ChatMessage> question = List.of(UserMessage.from("Why is the sky blue?"));
    ChatResponse whole = chat(module, model).chat(question);
    Heard heard = new Heard();

    // When
    module.streaming(node.base(), model).chat(request(question), heard);
    ChatResponse streamed = heard.complete();

    // Then
    assertThat(whole.aiMessage().text()).contains("simulated answer");
    assertThat(whole.modelName()).isEqualTo(model);
    assertThat(whole.tokenUsage().outputTokenCount()).isPositive();
    assertThat(streamed.aiMessage().text()).isEqualTo(whole.aiMessage().text());
    assertThat(String.join("", heard.pieces)).isEqualTo(whole.aiMessage().text());
    assertThat(heard.pieces).hasSizeGreaterThan(10);
    assertThat(streamed.finishReason()).isEqualTo(whole.finishReason()).isNotNull();
    assertThat(streamed.tokenUsage().outputTokenCount()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "OLLAMA, demo-chat, false",
    "OLLAMA, demo-chat, true",
    "OLLAMA, lab/demo-coder-7b, true",
    "ANTHROPIC, demo-chat, false",
    "ANTHROPIC, demo-chat, true",
    "ANTHROPIC, lab/demo-coder-7b, true"
  })
  void aToolIsCalledAndItsResultIsUsed(Module module, String model, boolean stream)
      throws Exception {
    // Given
    List<ChatMessage> messages = new ArrayList<>();
    messages.add(UserMessage.from("What is the weather in Bern?"));

    // When
    ChatResponse first = answer(module, model, stream, request(messages, weather()));
    ToolExecutionRequest call = first.aiMessage().toolExecutionRequests().getFirst();
    messages.add(first.aiMessage());
    messages.add(ToolExecutionResultMessage.from(call, "It rains marbles."));
    ChatResponse second = answer(module, model, stream, request(messages, weather()));

    // Then
    assertThat(call.name()).isEqualTo("current_weather");
    assertThat(call.arguments()).startsWith("{").contains("\"city\"");
    assertThat(second.aiMessage().text()).contains("It rains marbles.");
  }

  private ChatResponse answer(Module module, String model, boolean stream, ChatRequest request)
      throws Exception {
    return stream
        ? heard(module.streaming(node.base(), model), request)
        : chat(module, model).chat(request);
  }

  @ParameterizedTest
  @EnumSource(Module.class)
  void aProviderThatFailsIsAnError(Module module) {
    // Given
    ChatModel model = chat(module, "demo-fails-500");

    // When, Then
    assertThatThrownBy(() -> model.chat(UserMessage.from("Hello")))
        .isInstanceOf(RuntimeException.class);
  }

  @ParameterizedTest
  @EnumSource(Module.class)
  void aStreamThatBreaksOffIsAnErrorAndNoShortAnswer(Module module) {
    // Given
    Heard heard = new Heard();

    // When
    module
        .streaming(node.base(), "demo-dies-midstream")
        .chat(request(List.of(UserMessage.from("Tell me a story"))), heard);

    // Then
    assertThatThrownBy(heard::complete).isInstanceOf(ExecutionException.class);
    assertThat(heard.pieces).isNotEmpty();
  }

  @Test
  void anOllamaClientEmbedsTexts() {
    // Given
    OllamaEmbeddingModel model =
        OllamaEmbeddingModel.builder()
            .baseUrl(node.base())
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
  void anOllamaClientSeesTheModelsOfAllProviders() {
    // Given
    OllamaModels models = OllamaModels.builder().baseUrl(node.base()).maxRetries(0).build();

    // When
    List<OllamaModel> all = models.availableModels().content();
    var card = models.modelCard("demo-chat").content();

    // Then
    assertThat(all).extracting(OllamaModel::getName).contains("demo-chat", "lab/demo-coder-7b");
    assertThat(card.getDetails()).isNotNull();
  }
}
