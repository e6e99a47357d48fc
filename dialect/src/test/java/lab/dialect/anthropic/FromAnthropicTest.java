package lab.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import lab.contract.FailureKind;
import lab.contract.Usage;
import lab.dialect.AnswerForm;
import lab.dialect.Crossing;
import lab.dialect.InferenceCall;
import lab.dialect.WholeAnswer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Anthropic's answers as OpenAI's clients get them. */
class FromAnthropicTest {
  private static final AnthropicDialect ANTHROPIC = new AnthropicDialect();
  private static final InferenceCall CHAT =
      Crossing.openAi(
          "{'messages':[{'role':'user','content':'hi'}],'stream':true,"
              + "'stream_options':{'include_usage':true}}");

  @Test
  void textComesAsChunksWithTheUsageOfTheWholePromptAndAnEndMark() {
    // When
    Crossing got = Crossing.of(ANTHROPIC, CHAT, Wire.TEXT);

    // Then
    List<JsonNode> events = got.events();
    assertThat(events.getFirst().at("/choices/0/delta/role").asText()).isEqualTo("assistant");
    assertThat(text(got, "content")).isEqualTo("Hello €, 😀 \n");
    assertThat(events.get(events.size() - 2).at("/choices/0/finish_reason").asText())
        .isEqualTo("stop");
    assertThat(events.getLast().path("usage"))
        .isEqualTo(
            Crossing.json(
                "{'prompt_tokens':15,'completion_tokens':5,'total_tokens':20,"
                    + "'prompt_tokens_details':{'cached_tokens':3,'cache_write_tokens':2}}"));
    assertThat(events)
        .allSatisfy(event -> assertThat(event.path("model").asText()).isEqualTo("shown"));
    assertThat(got.out()).endsWith("data: [DONE]\n\n");
    assertThat(got.complete()).isTrue();
    assertThat(got.usage()).isEqualTo(new Usage(15, 5));
  }

  @Test
  void thinkingIsReasoningUnderBothNamesAndItsSignatureIsLeftOut() {
    // When
    Crossing got = Crossing.of(ANTHROPIC, CHAT, Wire.THOUGHT);
    // Then
    assertThat(text(got, "reasoning_content")).isEqualTo("hm");
    assertThat(text(got, "reasoning")).isEqualTo("hm");
    assertThat(text(got, "content")).isEqualTo("ok");
    assertThat(got.out()).doesNotContain("sig").doesNotContain("xx");
  }

  @Test
  void parallelToolCallsAreCountedFromZeroWhateverStandsBeforeThem() {
    // When
    Crossing got = Crossing.of(ANTHROPIC, CHAT, Wire.TOOLS);
    // Then
    List<JsonNode> parts =
        got.events().stream()
            .flatMap(event -> stream(event.at("/choices/0/delta/tool_calls")))
            .toList();
    assertThat(parts.getFirst())
        .isEqualTo(
            Crossing.json(
                "{'index':0,'id':'toolu_a','type':'function',"
                    + "'function':{'name':'add','arguments':''}}"));
    assertThat(arguments(parts, 0)).isEqualTo("{\"a\":1}");
    assertThat(arguments(parts, 1)).isEqualTo("{}");
    assertThat(got.out()).contains("\"finish_reason\":\"tool_calls\"");
  }

  @ParameterizedTest
  @CsvSource({
    "end_turn,stop",
    "stop_sequence,stop",
    "pause_turn,stop",
    "max_tokens,length",
    "model_context_window_exceeded,length",
    "refusal,content_filter"
  })
  void eachStopReasonHasItsFinishReason(String anthropic, String openAi) {
    // When
    Crossing got =
        Crossing.of(ANTHROPIC, CHAT, Wire.TEXT.replace("\"end_turn\"", '"' + anthropic + '"'));
    // Then
    assertThat(got.out()).contains("\"finish_reason\":\"" + openAi + "\"");
  }

  @Property(tries = 200)
  void theCutsOfTheNetworkChangeNothing(@ForAll long seed) {
    for (String body : List.of(Wire.TEXT, Wire.THOUGHT, Wire.TOOLS)) {
      // Given
      Random random = new Random(seed);
      // When
      Crossing cut = Crossing.inPieces(ANTHROPIC, CHAT, body, () -> 1 + random.nextInt(40));
      // Then
      assertThat(cut).isEqualTo(Crossing.of(ANTHROPIC, CHAT, body));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "overloaded_error,OVERLOAD",
    "rate_limit_error,RATE",
    "api_error,SERVER",
    "authentication_error,AUTH",
    "billing_error,CREDITS"
  })
  void anErrorInTheStreamIsAFailureOfItsKindAndNoEnd(String type, FailureKind kind) {
    // When
    Crossing got = Crossing.of(ANTHROPIC, CHAT, Wire.START + Wire.failed(type, "Overlo ad"));
    // Then
    assertThat(got.kind()).isEqualTo(kind);
    assertThat(got.content()).isFalse();
    assertThat(got.complete()).isFalse();
    assertThat(got.out()).doesNotContain("[DONE]");
  }

  @Test
  void aStreamThatBreaksOffHasNoEnd() {
    // When
    Crossing got =
        Crossing.of(ANTHROPIC, CHAT, Wire.TEXT.substring(0, Wire.TEXT.indexOf("event: message_d")));
    // Then
    assertThat(got.content()).isTrue();
    assertThat(got.kind()).isEqualTo(FailureKind.SERVER);
    assertThat(got.out()).doesNotContain("finish_reason\":\"stop");
  }

  @Test
  void anEndWithAReasonButWithoutItsLastEventIsAnEnd() {
    // When
    Crossing got = Crossing.of(ANTHROPIC, CHAT, Wire.TEXT.replace(Wire.STOP, ""));
    // Then
    assertThat(got.complete()).isTrue();
    assertThat(got.out()).endsWith("data: [DONE]\n\n");
  }

  @Test
  void aPingIsNoProgress() {
    // Given
    var stream = ANTHROPIC.stream(AnswerForm.of(CHAT), "shown", "chatcmpl-1", 1);
    // When
    var step = stream.feed(bytes(Wire.event("ping", "")));
    // Then
    assertThat(step.progress()).isFalse();
    assertThat(stream.feed(bytes(Wire.START)).progress()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"event: message_start\ndata: {\"type\":\n\n", "data: []\n\n", "<html>"})
  void whatIsNotOfThisFormIsAFailure(String body) {
    assertThat(Crossing.of(ANTHROPIC, CHAT, body).kind()).isEqualTo(FailureKind.SERVER);
  }

  private static final String WHOLE =
      """
      {"id":"msg_1","type":"message","role":"assistant","model":"up",
       "content":[{"type":"thinking","thinking":"hm","signature":"s"},{"type":"text","text":"hi"},
        {"type":"tool_use","id":"toolu_1","name":"add","input":{"a":1}}],
       "stop_reason":"tool_use","stop_sequence":null,
       "usage":{"input_tokens":10,"output_tokens":5,"output_tokens_details":{"thinking_tokens":2}}}
      """;

  @Test
  void aWholeMessageIsAWholeChat() {
    // When
    WholeAnswer answer = Crossing.whole(ANTHROPIC, CHAT, WHOLE);
    // Then
    JsonNode chat = Crossing.json(((WholeAnswer.Good) answer).body());
    assertThat(chat.at("/choices/0/message"))
        .isEqualTo(
            Crossing.json(
                """
                {"role":"assistant","content":"hi","refusal":null,"reasoning_content":"hm",
                 "reasoning":"hm","tool_calls":[{"id":"toolu_1","type":"function",
                 "function":{"name":"add","arguments":"{\\"a\\":1}"}}]}
                """));
    assertThat(chat.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
    assertThat(chat.at("/usage/completion_tokens_details/reasoning_tokens").asInt()).isEqualTo(2);
    assertThat(chat.at("/object").asText()).isEqualTo("chat.completion");
  }

  @Test
  void aWholeMessageThatAnswersAStreamBecomesOneAndTheReverse() {
    // When
    Crossing streamed = Crossing.of(ANTHROPIC, CHAT, WHOLE);
    WholeAnswer whole = Crossing.whole(ANTHROPIC, CHAT, Wire.TEXT);
    // Then
    assertThat(text(streamed, "content")).isEqualTo("hi");
    assertThat(streamed.complete()).isTrue();
    assertThat(
            Crossing.json(((WholeAnswer.Good) whole).body())
                .at("/choices/0/message/content")
                .asText())
        .isEqualTo("Hello €, 😀 \n");
  }

  @Test
  void aWholeErrorIsAFailureAlsoWithStatus200() {
    // When
    WholeAnswer answer =
        Crossing.whole(
            ANTHROPIC,
            CHAT,
            "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"busy\"}}");
    // Then
    assertThat(((WholeAnswer.Bad) answer).failure().kind()).isEqualTo(FailureKind.OVERLOAD);
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static String text(Crossing got, String field) {
    return got.events().stream()
        .map(event -> event.at("/choices/0/delta").path(field).asText(""))
        .collect(Collectors.joining());
  }

  private static String arguments(List<JsonNode> parts, int index) {
    return parts.stream()
        .filter(part -> part.path("index").asInt() == index)
        .map(part -> part.at("/function/arguments").asText())
        .collect(Collectors.joining());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
