package lab.dialect.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import lab.contract.ModelName;
import lab.contract.Operation;
import lab.dialect.Crossing;
import lab.dialect.InferenceCall;
import lab.dialect.ProviderDialect;
import lab.dialect.ProviderDialect.Written.Ready;
import lab.dialect.anthropic.AnthropicClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI's newest models know the limit of an answer by its newer name only. */
class NewestModelsTest {
  private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]";

  private static String sent(ProviderDialect provider, String body, String model) {
    InferenceCall call = Crossing.call(OpenAiRequests.read(Operation.CHAT, body.getBytes(UTF_8)));
    return sent(provider, call, model);
  }

  private static String sent(ProviderDialect provider, InferenceCall call, String model) {
    Ready ready = (Ready) provider.request(call, new ModelName(model));
    return new String(ready.request().body(), UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "o1",
        "o3-mini",
        "o4-mini-2025-04-16",
        "gpt-5",
        "gpt-5.1-chat-latest",
        "gpt-5-mini",
        "openai/gpt-5",
        "ft:o4-mini:lab"
      })
  void theOldNameOfTheLimitIsTheNewOneForThem(String model) {
    // When
    String sent =
        sent(
            OpenAiDialect.ofOpenAi(),
            "{\"model\":\"m\",\"max_tokens\" : 7,\"x\":1," + MESSAGES + "}",
            model);

    // Then
    assertThat(sent)
        .isEqualTo(
            "{\"model\":\"" + model + "\",\"max_completion_tokens\" : 7,\"x\":1," + MESSAGES + "}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gpt-4o", "gpt-4.1-mini", "gpt-35-turbo", "gpt-3.5-turbo", "gpt-oss-120b", "omni"})
  void othersAreAskedAsTheClientAsks(String model) {
    // Given
    String body = "{\"model\":\"" + model + "\",\"max_tokens\":7," + MESSAGES + "}";

    // When, Then
    assertThat(sent(OpenAiDialect.ofOpenAi(), body, model)).isEqualTo(body);
  }

  @Test
  void serversThatOnlyDoAsOpenAiDoesAreAskedAsTheClientAsks() {
    // Given
    String body = "{\"model\":\"gpt-5\",\"max_tokens\":7," + MESSAGES + "}";

    // When, Then
    assertThat(sent(new OpenAiDialect(), body, "gpt-5")).isEqualTo(body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"max_completion_tokens\":5",
        "\"max_tokens\":7,\"max_completion_tokens\":5",
        "\"max_completion_tokens\":5,\"max_tokens\":7",
        "\"metadata\":{\"max_tokens\":\"7\"}"
      })
  void whatTheClientSaysByTheNewNameStays(String fields) {
    // Given
    String body = "{\"model\":\"gpt-5\"," + fields + "," + MESSAGES + "}";

    // When, Then
    assertThat(sent(OpenAiDialect.ofOpenAi(), body, "gpt-5")).isEqualTo(body);
  }

  @Test
  void aKeyIsKnownHoweverItIsWritten() {
    // When
    String sent =
        sent(
            OpenAiDialect.ofOpenAi(),
            "{\"model\":\"gpt-5\",\"max\\u005ftokens\":7," + MESSAGES + "}",
            "gpt-5");

    // Then
    assertThat(sent)
        .isEqualTo("{\"model\":\"gpt-5\",\"max_completion_tokens\":7," + MESSAGES + "}");
  }

  @Test
  void clientsOfOtherFormatsReachThemToo() {
    // Given
    InferenceCall call =
        Crossing.call(
            new AnthropicClient(MetadataKeys.NONE)
                .read(("{\"model\":\"m\",\"max_tokens\":7," + MESSAGES + "}").getBytes(UTF_8)));

    // When
    String sent = sent(OpenAiDialect.ofOpenAi(), call, "gpt-5");

    // Then
    assertThat(sent).contains("\"max_completion_tokens\":7").doesNotContain("\"max_tokens\"");
  }
}
