package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.TextBlock;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import com.anthropic.models.models.ModelInfo;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Anthropic's own client for Java, against every kind of server that the demo simulates. */
class AnthropicJavaTest extends WithDemoNode {
  private @Nullable AnthropicClient client;

  private AnthropicClient client() {
    if (client == null) {
      client =
          AnthropicOkHttpClient.builder()
              .baseUrl(node.base())
              .apiKey("not-needed")
              .maxRetries(0)
              .build();
    }
    return client;
  }

  @AfterAll
  void closeClient() {
    client().close();
  }

  private static MessageCreateParams.Builder ask(String model, String question) {
    return MessageCreateParams.builder().model(model).maxTokens(500).addUserMessage(question);
  }

  private Message create(MessageCreateParams question, boolean stream) {
    if (!stream) {
      return client().messages().create(question).validate();
    }
    MessageAccumulator accumulator = MessageAccumulator.create();
    try (StreamResponse<RawMessageStreamEvent> events =
        client().messages().createStreaming(question)) {
      events.stream()
          .map(RawMessageStreamEvent::validate)
          .forEach(
              event -> {
                var unused = accumulator.accumulate(event);
              });
    }
    return accumulator.message();
  }

  private static String text(Message message) {
    return message.content().stream()
        .flatMap(block -> block.text().stream())
        .map(TextBlock::text)
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo-chat", "demo-native", "demo-python", "lab/demo-coder-7b"})
  void aStreamSaysTheSameAsAMessage(String model) {
    // Given
    MessageCreateParams question = ask(model, "Why is the sky blue?").system("Be kind.").build();

    // When
    Message whole = create(question, false);
    Message streamed = create(question, true);

    // Then
    assertThat(text(whole)).contains("simulated answer");
    assertThat(whole.model().asString()).isEqualTo(model);
    assertThat(whole.stopReason()).contains(StopReason.END_TURN);
    assertThat(whole.usage().outputTokens()).isPositive();
    assertThat(text(streamed)).isEqualTo(text(whole));
    assertThat(streamed.stopReason()).isEqualTo(whole.stopReason());
    // One of the servers counts no streams.
    assertThat(streamed.usage().outputTokens())
        .isEqualTo(model.equals("demo-python") ? 0 : whole.usage().outputTokens());
  }

  @ParameterizedTest
  @CsvSource({
    "demo-chat, false",
    "demo-chat, true",
    "lab/demo-coder-7b, false",
    "lab/demo-coder-7b, true",
    "demo-native, true"
  })
  void aToolIsCalledAndItsResultIsUsed(String model, boolean stream) {
    // Given
    MessageCreateParams.Builder question =
        ask(model, "What is the weather in Bern?").addTool(weather());

    // When
    Message first = create(question.build(), stream);
    ToolUseBlock call =
        first.content().stream()
            .filter(ContentBlock::isToolUse)
            .findFirst()
            .orElseThrow()
            .asToolUse();
    question
        .addMessage(first)
        .addUserMessageOfBlockParams(
            List.of(
                ContentBlockParam.ofToolResult(
                    ToolResultBlockParam.builder()
                        .toolUseId(call.id())
                        .content("It rains marbles.")
                        .build())));
    Message second = create(question.build(), stream);

    // Then
    assertThat(first.stopReason()).contains(StopReason.TOOL_USE);
    assertThat(call.name()).isEqualTo("current_weather");
    assertThat(call._input().toString()).contains("city");
    assertThat(text(second)).contains("It rains marbles.");
  }

  private static Tool weather() {
    return Tool.builder()
        .name("current_weather")
        .description("The weather of a city")
        .inputSchema(
            Tool.InputSchema.builder()
                .properties(
                    Tool.InputSchema.Properties.builder()
                        .putAdditionalProperty("city", JsonValue.from(Map.of("type", "string")))
                        .build())
                .required(List.of("city"))
                .build())
        .build();
  }

  @Test
  void aPromptIsCounted() {
    // When
    long tokens =
        client()
            .messages()
            .countTokens(
                MessageCountTokensParams.builder()
                    .model("demo-chat")
                    .addUserMessage("Why is the sky blue?")
                    .build())
            .inputTokens();

    // Then
    assertThat(tokens).isBetween(5L, 50L);
  }

  @Test
  void modelsAreListedAndFoundInAnthropicsShape() {
    // When
    List<ModelInfo> models = client().models().list().data();
    ModelInfo one = client().models().retrieve("lab/demo-coder-7b");

    // Then
    assertThat(models).extracting(ModelInfo::id).contains("demo-chat", "lab/demo-coder-7b");
    assertThat(models)
        .allSatisfy(model -> assertThat(model.displayName()).isNotBlank())
        .allSatisfy(model -> assertThat(model.createdAt()).isNotNull());
    assertThat(one.id()).isEqualTo("lab/demo-coder-7b");
  }

  @Test
  void whatGoesWrongIsAnErrorOfItsKind() {
    // Given
    MessageCreateParams failing = ask("demo-fails-500", "Hello").build();

    // When, Then
    assertThatThrownBy(() -> create(failing, false)).isInstanceOf(InternalServerException.class);
  }

  @Test
  void aStreamThatBreaksOffIsAnErrorAndNoShortMessage() {
    // Given
    MessageCreateParams question = ask("demo-dies-midstream", "Tell me a story").build();

    // When, Then
    assertThatThrownBy(() -> create(question, true)).isInstanceOf(AnthropicServiceException.class);
  }
}
