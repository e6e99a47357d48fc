package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseItem;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseOutputText;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.ResponseUsage;
import com.openai.models.responses.inputitems.InputItemListParams;
import com.openai.models.responses.inputtokens.InputTokenCountParams;
import com.openai.models.responses.inputtokens.InputTokenCountResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The newer API of OpenAI's own client for Java. */
class OpenAiJavaResponsesTest extends WithOpenAiClient {
  private static ResponseCreateParams.Builder asks(String model, String question) {
    return ResponseCreateParams.builder().model(model).input(question);
  }

  private Response create(ResponseCreateParams question, boolean stream) {
    if (!stream) {
      return client().responses().create(question).validate();
    }
    ResponseAccumulator accumulator = ResponseAccumulator.create();
    try (StreamResponse<ResponseStreamEvent> events =
        client().responses().createStreaming(question)) {
      events.stream()
          .map(ResponseStreamEvent::validate)
          .forEach(
              event -> {
                var unused = accumulator.accumulate(event);
              });
    }
    return accumulator.response();
  }

  private static String text(Response response) {
    return response.output().stream()
        .flatMap(item -> item.message().stream())
        .flatMap(message -> message.content().stream())
        .flatMap(part -> part.outputText().stream())
        .map(ResponseOutputText::text)
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo-chat", "demo-native", "demo-python", "lab/demo-coder-7b"})
  void aStreamSaysTheSameAsAResponse(String model) {
    // Given
    ResponseCreateParams question =
        asks(model, "Why is the sky blue?").instructions("Be kind.").build();

    // When
    Response whole = create(question, false);
    Response streamed = create(question, true);

    // Then
    assertThat(text(whole)).contains("simulated answer");
    assertThat(whole.status()).contains(ResponseStatus.COMPLETED);
    assertThat(whole.usage().orElseThrow().outputTokens()).isPositive();
    assertThat(text(streamed)).isEqualTo(text(whole));
    assertThat(streamed.status()).isEqualTo(whole.status());
    // One of the servers counts no streams.
    assertThat(streamed.usage()).isEqualTo(model.equals("demo-python") ? none() : whole.usage());
  }

  private static Optional<ResponseUsage> none() {
    return Optional.empty();
  }

  @ParameterizedTest
  @CsvSource({
    "demo-chat, false",
    "demo-chat, true",
    "lab/demo-coder-7b, false",
    "lab/demo-coder-7b, true"
  })
  void aToolIsCalledAndItsResultGoesOnFromThatResponse(String model, boolean stream) {
    // When
    Response first =
        create(asks(model, "What is the weather in Bern?").addTool(weather()).build(), stream);
    ResponseFunctionToolCall call =
        first.output().stream()
            .filter(ResponseOutputItem::isFunctionCall)
            .findFirst()
            .orElseThrow()
            .asFunctionCall();
    Response second =
        create(
            ResponseCreateParams.builder()
                .model(model)
                .previousResponseId(first.id())
                .addTool(weather())
                .inputOfResponse(List.of(result(call, "It rains marbles.")))
                .build(),
            stream);

    // Then
    assertThat(call.name()).isEqualTo("current_weather");
    assertThat(call.arguments()).contains("\"city\"");
    assertThat(second.previousResponseId()).contains(first.id());
    assertThat(text(second)).contains("It rains marbles.");
  }

  private static ResponseInputItem result(ResponseFunctionToolCall call, String output) {
    return ResponseInputItem.ofFunctionCallOutput(
        ResponseInputItem.FunctionCallOutput.builder()
            .callId(call.callId())
            .output(output)
            .build());
  }

  private static FunctionTool weather() {
    return FunctionTool.builder()
        .name("current_weather")
        .description("The weather of a city")
        .strict(false)
        .parameters(
            FunctionTool.Parameters.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty(
                    "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                .build())
        .build();
  }

  @Test
  void aResponseIsGivenAgainAndDeleted() {
    // Given
    Response response = create(asks("demo-chat", "Hello").build(), false);

    // When
    Response again = client().responses().retrieve(response.id());
    client().responses().delete(response.id());

    // Then
    assertThat(text(again)).isEqualTo(text(response));
    assertThatThrownBy(() -> client().responses().retrieve(response.id()))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(
            () ->
                create(asks("demo-chat", "And?").previousResponseId(response.id()).build(), false))
        .isInstanceOf(BadRequestException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100})
  void theInputOfAResponseIsListedPageByPage(int limit) {
    // Given
    Response first =
        create(asks("demo-chat", "What is the weather in Bern?").addTool(weather()).build(), false);
    ResponseFunctionToolCall call =
        first.output().stream().flatMap(item -> item.functionCall().stream()).findFirst().get();
    Response second =
        create(
            ResponseCreateParams.builder()
                .model("demo-chat")
                .previousResponseId(first.id())
                .addTool(weather())
                .inputOfResponse(List.of(result(call, "It rains marbles.")))
                .build(),
            false);
    Response third =
        create(asks("demo-chat", "Thanks!").previousResponseId(second.id()).build(), true);

    // When
    List<ResponseItem> items =
        client()
            .responses()
            .inputItems()
            .list(
                third.id(),
                InputItemListParams.builder()
                    .limit(limit)
                    .order(InputItemListParams.Order.ASC)
                    .build())
            .autoPager()
            .stream()
            .map(ResponseItem::validate)
            .toList();

    // Then
    assertThat(items).hasSize(5);
    assertThat(items.get(0).asResponseInputMessageItem().content().getFirst().asInputText().text())
        .isEqualTo("What is the weather in Bern?");
    assertThat(items.get(1).asFunctionCall().callId()).isEqualTo(call.callId());
    assertThat(items.get(2).asFunctionCallOutput().output().asString())
        .isEqualTo("It rains marbles.");
    assertThat(items.get(3).asResponseOutputMessage().content().getFirst().asOutputText().text())
        .isEqualTo(text(second));
    assertThat(items.get(4).isResponseInputMessageItem()).isTrue();
  }

  @Test
  void anInputIsCounted() {
    // When
    InputTokenCountResponse count =
        client()
            .responses()
            .inputTokens()
            .count(
                InputTokenCountParams.builder()
                    .model("demo-chat")
                    .input("Why is the sky blue?")
                    .build())
            .validate();

    // Then
    assertThat(count.inputTokens()).isBetween(4L, 30L);
  }

  @Test
  void whatGoesWrongIsAnErrorOfItsKind() {
    // Given
    ResponseCreateParams failing = asks("demo-fails-500", "Hello").build();

    // When, Then
    assertThatThrownBy(() -> create(failing, false)).isInstanceOf(InternalServerException.class);
  }

  @Test
  void aStreamThatBreaksOffEndsWithAnErrorEvent() {
    // Given
    ResponseCreateParams question = asks("demo-dies-midstream", "Tell me a story").build();
    List<ResponseStreamEvent> events = new ArrayList<>();

    // When
    try (StreamResponse<ResponseStreamEvent> stream =
        client().responses().createStreaming(question)) {
      stream.stream().map(ResponseStreamEvent::validate).forEach(events::add);
    }

    // Then
    assertThat(events).anyMatch(ResponseStreamEvent::isOutputTextDelta);
    assertThat(events).noneMatch(ResponseStreamEvent::isCompleted);
    assertThat(events.getLast().asError().message()).isNotBlank();
  }
}
