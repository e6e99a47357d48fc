package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.NotFoundException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.openai.OpenAiChatModel;
import org.junit.jupiter.api.Test;

/** What official clients make of a name that nobody serves, with their retries as they come. */
class UnknownModelTest extends WithScriptedNode {

  @Test
  void theClientOfOpenAiSaysThatItIsNotFound() {
    // Given
    OpenAIClient client =
        OpenAIOkHttpClient.builder().baseUrl(node.base() + "/v1").apiKey("not-needed").build();
    ChatCompletionCreateParams question =
        ChatCompletionCreateParams.builder().model("gpt-none").addUserMessage("Hello").build();
    int before = asked();

    // When / Then
    assertThatThrownBy(() -> client.chat().completions().create(question))
        .isInstanceOfSatisfying(
            NotFoundException.class,
            refused -> {
              assertThat(refused.code()).contains("model_not_found");
              assertThat(refused.param()).contains("model");
              assertThat(refused.getMessage()).contains("gpt-none");
            });
    assertThat(asked()).isEqualTo(before);
    client.close();
  }

  @Test
  void langChain4jSaysThatTheModelIsNotFound() {
    // Given
    OpenAiChatModel model =
        OpenAiChatModel.builder()
            .baseUrl(node.base() + "/v1")
            .apiKey("not-needed")
            .modelName("gpt-none")
            .build();

    // When / Then
    assertThatThrownBy(() -> model.chat("Hello"))
        .isInstanceOf(ModelNotFoundException.class)
        .hasMessageContaining("gpt-none");
  }
}
