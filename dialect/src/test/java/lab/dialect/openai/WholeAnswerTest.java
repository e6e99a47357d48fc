package lab.dialect.openai;

import static lab.dialect.openai.Streams.chat;
import static lab.dialect.openai.Streams.completion;
import static lab.dialect.openai.Streams.embedding;
import static lab.dialect.openai.Streams.events;
import static lab.dialect.openai.Streams.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import lab.contract.FailureKind;
import lab.contract.Usage;
import lab.dialect.AnswerForm;
import lab.dialect.Failure;
import lab.dialect.InferenceCall;
import lab.dialect.WholeAnswer;
import lab.dialect.WholeAnswer.Bad;
import lab.dialect.WholeAnswer.Good;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WholeAnswerTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();

  private static final String ANSWER =
      "{\"id\":\"c1\",\"object\":\"chat.completion\",\"created\":5,\"model\": \"shown\" ,\"choices\":[{\"index\":0,"
          + "\"message\":{\"role\":\"assistant\",\"content\":\"\\\"model\\\":1\",\"refusal\":null},\"logprobs\":null,"
          + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10},\"x\":1.50}\n";

  @Test
  void anAnswerThatNeedNotChangeIsTheVeryArrayThatCame() {
    // Given
    byte[] body = utf8(ANSWER);
    // When
    Good good = good(whole(chat(), body, false));
    // Then
    assertThat(good.body()).isSameAs(body);
    assertThat(good.usage()).isEqualTo(new Usage(7, 3));
  }

  @Test
  void theModelIsShownUnderTheClientsNameAndEveryOtherByteStays() {
    // Given
    byte[] body = utf8(ANSWER.replace("\"shown\"", "\"org/up-7b\""));
    // When
    Good good = good(whole(chat(), body, false));
    // Then
    assertThat(good.body()).isEqualTo(utf8(ANSWER));
  }

  @Test
  void whatEveryAnswerNeedsIsPutInWhereItIsMissing() {
    // When
    Good good = good(whole(chat(), utf8("{\"choices\":[],\"error\":null}"), false));
    // Then
    assertThat(good.body())
        .isEqualTo(
            utf8(
                "{\"id\":\"chatcmpl-minted\",\"object\":\"chat.completion\",\"created\":1700000000,"
                    + "\"model\":\"shown\",\"choices\":[]}"));
  }

  @Test
  void anEmbeddingNeedsItsDataAndNoChoices() {
    // Given
    String body =
        "{\"object\":\"list\",\"data\":[{\"embedding\":[0.10]}],\"model\":\"MODEL\",\"usage\":{\"prompt_tokens\":2,\"total_tokens\":2}}";
    // When
    Good good = good(whole(embedding(), utf8(body.replace("MODEL", "up")), false));
    // Then
    assertThat(good.body()).isEqualTo(utf8(body.replace("MODEL", "shown")));
    assertThat(good.usage()).isEqualTo(new Usage(2, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | the provider's answer is not JSON: expected a value at byte 0",
        "<html> | the provider's answer is not JSON: expected a value at byte 0",
        "{\"choices\":[ | the provider's answer is not JSON: expected ']' at byte 12",
        "{} | the provider's answer has no \"choices\"",
        "[] | the provider's answer has no \"choices\"",
        "{\"choices\":{}} | the provider's answer has no \"choices\"",
        "{\"data\":[]} | the provider's answer has no \"choices\"",
        "{\"choices\":[{\"finish_reason\":\"error\"}]} | the provider ended the answer with finish_reason \"error\"",
      })
  void whatIsNoAnswerIsTheServersFailure(String body, String message) {
    // When
    WholeAnswer answer = whole(chat(), utf8(body), false);
    // Then
    assertThat(answer).isEqualTo(new Bad(Failure.of(FailureKind.SERVER, message)));
  }

  @Test
  void anEmbeddingWithoutDataIsTheServersFailure() {
    assertThat(whole(embedding(), utf8("{\"choices\":[]}"), false))
        .isEqualTo(
            new Bad(Failure.of(FailureKind.SERVER, "the provider's answer has no \"data\"")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":{\"message\":\"boom\"}}",
        "{\"error\":\"boom\",\"choices\":[]}",
        "{\"choices\":[{\"error\":{\"message\":\"boom\"}}]}",
        "{\"object\":\"error\",\"message\":\"boom\"}"
      })
  void anErrorInsideA200IsAnError(String body) {
    assertThat(whole(chat(), utf8(body), false)).isInstanceOf(Bad.class);
  }

  @Test
  void anEventStreamNobodyAskedForIsPutTogether() throws Exception {
    // Given
    String body =
        ": comment\n\n"
            + events(
                chunk("\"role\":\"assistant\",\"content\":\"\"", "null", ",\"logprobs\":null"),
                chunk("\"reasoning_content\":\"h\"", "null", ""),
                chunk("\"reasoning_content\":\"m\",\"content\":null", "null", ""),
                chunk(
                    "\"content\":\"Hé\"",
                    "null",
                    ",\"logprobs\":{\"content\":[{\"token\":\"Hé\"}],\"refusal\":null}"),
                chunk(
                    "\"content\":\"l\"",
                    "null",
                    ",\"logprobs\":{\"content\":[{\"token\":\"l\"}],\"refusal\":null}"),
                chunk(
                    "\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]",
                    "null",
                    ""),
                chunk(
                    "\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"x\\\"\"}}]",
                    "null",
                    ""),
                chunk(
                    "\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\":1}\"}}]",
                    "null",
                    ""),
                chunk(
                    "\"tool_calls\":[{\"index\":1,\"id\":\"b\",\"type\":\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]",
                    "null",
                    ""),
                chunk("", "\"tool_calls\"", ""),
                "{\"id\":\"c1\",\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}}",
                "[DONE]");
    // When
    Good good = good(whole(chat(), utf8(body), true));
    // Then
    assertThat(JACKSON.readTree(good.body()))
        .isEqualTo(
            JACKSON.readTree(
                """
                {"id":"c1","object":"chat.completion","created":5,"model":"shown","choices":[{"index":0,
                 "message":{"role":"assistant","content":"Hél","refusal":null,"reasoning_content":"hm",
                  "tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{\\"x\\":1}"}},
                                {"id":"b","type":"function","function":{"name":"g","arguments":"{}"}}]},
                 "logprobs":{"content":[{"token":"Hé"},{"token":"l"}],"refusal":null},
                 "finish_reason":"tool_calls"}],
                 "usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}
                """));
    assertThat(good.usage()).isEqualTo(new Usage(7, 3));
  }

  @Test
  void everyChoiceOfAnEventStreamIsPutTogetherByItself() throws Exception {
    // Given
    String both =
        "{\"id\":\"c\",\"object\":\"text_completion\",\"created\":1,\"model\":\"m\",\"choices\":["
            + "{\"index\":1,\"text\":\"B\",\"finish_reason\":REASON},{\"index\":0,\"text\":\"A\",\"finish_reason\":REASON}]}";
    String body =
        events(both.replace("REASON", "null"), both.replace("REASON", "\"stop\""), "[DONE]");
    // When
    Good good = good(whole(completion(), utf8(body), true));
    // Then
    assertThat(JACKSON.readTree(good.body()))
        .isEqualTo(
            JACKSON.readTree(
                """
                {"id":"c","object":"text_completion","created":1,"model":"shown","choices":[
                  {"index":0,"text":"AA","finish_reason":"stop","logprobs":null},
                  {"index":1,"text":"BB","finish_reason":"stop","logprobs":null}]}
                """));
  }

  @Test
  void anEventStreamThatBreaksOffIsNoAnswer() {
    // Given
    String body = events(chunk("\"content\":\"Hel\"", "null", ""));
    // When
    WholeAnswer answer = whole(chat(), utf8(body), true);
    // Then
    assertThat(answer)
        .isEqualTo(
            new Bad(
                Failure.of(
                    FailureKind.SERVER, "the provider's stream ended without a finish_reason")));
  }

  @Test
  void anErrorInAnEventStreamIsAnError() {
    assertThat(whole(chat(), utf8(events("{\"error\":{\"message\":\"boom\"}}", "[DONE]")), true))
        .isInstanceOf(Bad.class);
  }

  @Test
  void jsonThatIsAnnouncedAsAStreamIsReadAsWhatItIs() {
    // Given
    byte[] body = utf8(ANSWER);
    // Then
    assertThat(good(whole(chat(), body, true)).body()).isSameAs(body);
  }

  private static WholeAnswer whole(InferenceCall call, byte[] body, boolean eventStream) {
    return new OpenAiDialect()
        .whole(AnswerForm.of(call), body, eventStream, Streams.SHOWN, Streams.ID, Streams.CREATED);
  }

  private static Good good(WholeAnswer answer) {
    assertThat(answer)
        .as(
            () ->
                answer instanceof Good good
                    ? new String(good.body(), StandardCharsets.UTF_8)
                    : answer.toString())
        .isInstanceOf(Good.class);
    return (Good) answer;
  }

  private static String chunk(String delta, String finish, String more) {
    return "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":5,\"model\":\"up\",\"choices\":[{\"index\":0,\"delta\":{"
        + delta
        + "}"
        + more
        + ",\"finish_reason\":"
        + finish
        + "}]}";
  }
}
