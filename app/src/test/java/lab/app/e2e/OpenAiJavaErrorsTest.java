package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What OpenAI's own client for Java makes of errors. */
class OpenAiJavaErrorsTest extends WithOpenAiClient {
  @Test
  void whatIsNotThereIsNotFound() {
    assertThatThrownBy(() -> client().models().retrieve("no-such-model"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("no-such-model");
  }

  @Test
  void aBadRequestIsABadRequest() {
    // Given
    ChatCompletionCreateParams empty =
        ChatCompletionCreateParams.builder().model("demo-chat").messages(List.of()).build();

    // When / Then
    assertThatThrownBy(() -> client().chat().completions().create(empty))
        .isInstanceOfSatisfying(
            BadRequestException.class,
            refused -> {
              assertThat(refused.code()).contains("invalid_value");
              assertThat(refused.param()).contains("messages");
            });
  }

  @ParameterizedTest
  @CsvSource({"demo-fails-500, false", "demo-fails-500, true", "demo-loading, false"})
  void aProviderThatFailsIsAServerError(String model, boolean stream) {
    // Given
    ChatCompletionCreateParams question = ask(model, "Hello").build();

    // When / Then
    assertThatThrownBy(() -> run(question, stream)).isInstanceOf(InternalServerException.class);
  }

  @Test
  void aRateLimitIsARateLimitWithItsTime() {
    assertThatThrownBy(() -> create(ask("demo-fails-429", "Hello").build()))
        .isInstanceOfSatisfying(
            RateLimitException.class,
            refused -> assertThat(refused.headers().values("retry-after")).isNotEmpty());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAnswerThatBreaksOffIsAnExceptionAndNoShortAnswer(boolean stream) {
    // Given
    ChatCompletionCreateParams question = ask("demo-dies-midstream", "Tell me a story").build();

    // When / Then
    assertThatThrownBy(() -> run(question, stream))
        .isInstanceOf(stream ? SseException.class : InternalServerException.class)
        .isInstanceOf(OpenAIException.class);
  }

  private ChatCompletion run(ChatCompletionCreateParams question, boolean stream) {
    return stream ? streamed(question) : create(question);
  }
}
