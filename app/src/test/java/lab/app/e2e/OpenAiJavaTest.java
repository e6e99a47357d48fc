package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI's own client for Java, against every kind of server that the demo simulates. */
class OpenAiJavaTest extends WithOpenAiClient {
  @ParameterizedTest
  @ValueSource(strings = {"demo-chat", "demo-native", "demo-python", "lab/demo-coder-7b"})
  void aChatIsAnswered(String model) {
    // When
    ChatCompletion answer =
        client().chat().completions().create(ask(model, "Why is the sky blue?").build()).validate();

    // Then
    assertThat(answer.model()).isEqualTo(model);
    ChatCompletion.Choice choice = answer.choices().getFirst();
    assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
    assertThat(choice.message().content().orElseThrow()).contains("simulated answer");
    assertThat(answer.usage().orElseThrow().completionTokens()).isPositive();
    assertThat(answer.usage().orElseThrow().totalTokens())
        .isEqualTo(
            answer.usage().orElseThrow().promptTokens()
                + answer.usage().orElseThrow().completionTokens());
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo-chat", "demo-native", "demo-python", "lab/demo-coder-7b"})
  void aStreamSaysTheSameAsAChat(String model) {
    // Given
    ChatCompletionCreateParams question = ask(model, "Why is the sky blue?").build();
    ChatCompletion whole = client().chat().completions().create(question);

    // When
    ChatCompletion streamed = streamed(question);

    // Then
    assertThat(streamed.model()).isEqualTo(model);
    assertThat(streamed.choices().getFirst().message().content())
        .isEqualTo(whole.choices().getFirst().message().content());
    assertThat(streamed.choices().getFirst().finishReason())
        .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
  }

  @ParameterizedTest
  @CsvSource({
    "demo-chat, true",
    "lab/demo-coder-7b, true",
    "demo-native, true",
    "demo-chat, false"
  })
  void usageComesWithAStreamIfItWasAskedFor(String model, boolean asked) {
    // Given
    ChatCompletionCreateParams question =
        ask(model, "Count for me")
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(asked).build())
            .build();
    ChatCompletion whole = client().chat().completions().create(ask(model, "Count for me").build());
    List<ChatCompletionChunk> chunks = new ArrayList<>();

    // When
    try (StreamResponse<ChatCompletionChunk> stream =
        client().chat().completions().createStreaming(question)) {
      stream.stream().forEach(chunks::add);
    }

    // Then
    List<ChatCompletionChunk> counted =
        chunks.stream().filter(chunk -> chunk.usage().isPresent()).toList();
    assertThat(counted).hasSize(asked ? 1 : 0);
    assertThat(chunks.stream().filter(chunk -> chunk.choices().isEmpty()).count())
        .isEqualTo(asked ? 1 : 0);
    if (asked) {
      assertThat(counted.getFirst().usage().orElseThrow().completionTokens())
          .isEqualTo(whole.usage().orElseThrow().completionTokens());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "demo-chat, false",
    "demo-chat, true",
    "lab/demo-coder-7b, false",
    "lab/demo-coder-7b, true",
    "demo-native, false",
    "demo-native, true"
  })
  void aToolIsCalledAndItsResultIsUsed(String model, boolean stream) {
    // Given
    ChatCompletionCreateParams.Builder question =
        ask(model, "What is the weather in Bern?").addFunctionTool(weather());

    // When
    ChatCompletion first = stream ? streamed(question.build()) : create(question.build());
    ChatCompletionMessage calling = first.choices().getFirst().message();
    ChatCompletionMessageFunctionToolCall call =
        calling.toolCalls().orElseThrow().getFirst().asFunction();
    question
        .addMessage(calling)
        .addMessage(
            ChatCompletionToolMessageParam.builder()
                .toolCallId(call.id())
                .content("It rains marbles.")
                .build());
    ChatCompletion second = stream ? streamed(question.build()) : create(question.build());

    // Then
    assertThat(first.choices().getFirst().finishReason())
        .isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
    assertThat(calling.toolCalls().orElseThrow()).hasSize(1);
    assertThat(call.id()).isNotBlank();
    assertThat(call.function().name()).isEqualTo("current_weather");
    assertThat(call.function().arguments(Place.class).city).isNotBlank();
    assertThat(second.choices().getFirst().message().content().orElseThrow())
        .contains("It rains marbles.");
  }

  /** The arguments of the tool, as the client reads them. */
  static final class Place {
    public String city = "";
  }

  private static FunctionDefinition weather() {
    return FunctionDefinition.builder()
        .name("current_weather")
        .description("The weather of a city")
        .parameters(
            FunctionParameters.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty(
                    "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                .build())
        .build();
  }

  @Test
  void textIsCompleted() {
    // When
    Completion answer =
        client()
            .completions()
            .create(
                CompletionCreateParams.builder()
                    .model("demo-chat")
                    .prompt("Once upon a time")
                    .build());

    // Then
    assertThat(answer.choices().getFirst().text()).isNotBlank();
    assertThat(answer.model()).isEqualTo("demo-chat");
  }

  @Test
  void textsAreEmbedded() {
    // When: the client asks for base64 by itself
    CreateEmbeddingResponse answer =
        client()
            .embeddings()
            .create(
                EmbeddingCreateParams.builder()
                    .model("demo-embed")
                    .inputOfArrayOfStrings(List.of("one", "two"))
                    .build());

    // Then
    assertThat(answer.data()).hasSize(2);
    assertThat(answer.data().getFirst().embedding()).isNotEmpty();
    assertThat(answer.data().getFirst().embedding())
        .isNotEqualTo(answer.data().getLast().embedding());
    assertThat(answer.data().getLast().index()).isEqualTo(1);
    assertThat(answer.usage().promptTokens()).isPositive();
  }

  @Test
  void modelsAreListedAndFound() {
    // When
    List<Model> models = client().models().list().data();
    Model one = client().models().retrieve("lab/demo-coder-7b");

    // Then
    assertThat(models).extracting(Model::id).contains("demo-chat", "lab/demo-coder-7b");
    assertThat(one.id()).isEqualTo("lab/demo-coder-7b");
  }
}
