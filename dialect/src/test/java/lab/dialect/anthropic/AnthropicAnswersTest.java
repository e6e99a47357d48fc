package lab.dialect.anthropic;

import static lab.dialect.Crossing.chunk;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import lab.contract.Usage;
import lab.dialect.Crossing;
import lab.dialect.WholeAnswer;
import lab.dialect.ollama.OllamaDialect;
import lab.dialect.openai.OpenAiDialect;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Answers of all providers as Anthropic's clients get them. */
class AnthropicAnswersTest {
  private static final OpenAiDialect OPEN_AI = new OpenAiDialect();
  private static final AnthropicDialect ANTHROPIC = new AnthropicDialect();

  private static final String TEXT =
      chunk("{'role':'assistant','content':''}", "null")
          + chunk("{'reasoning':'h'}", "null")
          + chunk("{'reasoning':'m'}", "null")
          + chunk("{'content':'Hel'}", "null")
          + chunk("{'content':'lo €'}", "null")
          + chunk("{}", "'length'")
          + usage();

  @Test
  void anOpenAiStreamIsBlocksOneAfterTheOther() {
    // When
    Crossing got = Crossing.of(OPEN_AI, Wire.CALL, TEXT);
    // Then
    assertThat(types(got))
        .containsExactly(
            "message_start",
            "content_block_start",
            "content_block_delta",
            "content_block_delta",
            "content_block_stop",
            "content_block_start",
            "content_block_delta",
            "content_block_delta",
            "content_block_stop",
            "message_delta",
            "message_stop");
    List<JsonNode> events = got.events();
    assertThat(events.getFirst().at("/message/id").asText()).isEqualTo("msg_1");
    assertThat(events.getFirst().at("/message/model").asText()).isEqualTo("shown");
    assertThat(events.getFirst().at("/message/usage/input_tokens").asInt())
        .isEqualTo(Wire.CALL.facts().promptTokens());
    assertThat(events.get(1).at("/content_block/signature").asText("none")).isEmpty();
    assertThat(deltas(got, "thinking")).isEqualTo("hm");
    assertThat(deltas(got, "text")).isEqualTo("Hello €");
    assertThat(events.get(9).at("/delta/stop_reason").asText()).isEqualTo("max_tokens");
    assertThat(events.get(9).path("usage"))
        .isEqualTo(
            Crossing.json(
                "{'input_tokens':6,'cache_creation_input_tokens':0,'cache_read_input_tokens':4,"
                    + "'output_tokens':5}"));
    assertThat(got.usage()).isEqualTo(new Usage(10, 5));
    assertThat(got.out()).doesNotContain("[DONE]").startsWith("event: message_start\ndata: {");
  }

  @Test
  void parallelCallsThatComeInterleavedAreToldInTheirOrder() {
    // Given
    String body =
        chunk(
                "{'tool_calls':[{'index':0,'id':'a','function':{'name':'f','arguments':''}}]}",
                "null")
            + chunk(
                "{'tool_calls':[{'index':0,'function':{'arguments':'{\\\"x\\\":\\\"}'}}]}", "null")
            + chunk(
                "{'tool_calls':[{'index':1,'id':'b','function':{'name':'g','arguments':'{'}}]}",
                "null")
            + chunk("{'tool_calls':[{'index':0,'function':{'arguments':'\\\"}'}}]}", "null")
            + chunk("{'tool_calls':[{'index':1,'function':{'arguments':'}'}}]}", "null")
            + chunk("{}", "'tool_calls'")
            + usage();
    // When
    Crossing got = Crossing.of(OPEN_AI, Wire.CALL, body);
    // Then
    List<JsonNode> starts =
        got.events().stream()
            .filter(event -> event.path("type").asText().equals("content_block_start"))
            .toList();
    assertThat(starts)
        .containsExactly(
            Crossing.json(
                "{'type':'content_block_start','index':0,'content_block':{'type':'tool_use',"
                    + "'id':'a','name':'f','input':{}}}"),
            Crossing.json(
                "{'type':'content_block_start','index':1,'content_block':{'type':'tool_use',"
                    + "'id':'b','name':'g','input':{}}}"));
    assertThat(input(got, 0)).isEqualTo("{\"x\":\"}\"}");
    assertThat(input(got, 1)).isEqualTo("{}");
    assertThat(got.out()).contains("\"stop_reason\":\"tool_use\"");
    assertThat(blocksAreSequential(got)).isTrue();
  }

  @Test
  void textInTheMiddleOfACallComesAfterIt() {
    // Given
    String body =
        chunk(
                "{'tool_calls':[{'index':0,'id':'a','function':{'name':'f','arguments':'{'}}]}",
                "null")
            + chunk("{'content':'so'}", "null")
            + chunk("{'tool_calls':[{'index':0,'function':{'arguments':'}'}}]}", "null")
            + chunk("{}", "'tool_calls'")
            + usage();
    // When
    Crossing got = Crossing.of(OPEN_AI, Wire.CALL, body);
    // Then
    assertThat(input(got, 0)).isEqualTo("{}");
    assertThat(deltas(got, "text")).isEqualTo("so");
    assertThat(blocksAreSequential(got)).isTrue();
  }

  @Test
  void anOllamaStreamWithThoughtsAndCallsIsOne() {
    // Given
    String body =
        """
        {"message":{"content":"","thinking":"hm"},"done":false}
        {"message":{"content":"","tool_calls":[{"function":{"name":"f","arguments":{"a":1}}},\
        {"function":{"name":"g","arguments":{}}}]},"done":false}
        {"message":{"content":""},"done":true,"done_reason":"stop","prompt_eval_count":3}
        """;
    // When
    Crossing got = Crossing.of(new OllamaDialect(), Wire.CALL, body);
    // Then
    assertThat(deltas(got, "thinking")).isEqualTo("hm");
    assertThat(input(got, 1)).isEqualTo("{\"a\":1}");
    assertThat(input(got, 2)).isEqualTo("{}");
    assertThat(got.out()).contains("\"id\":\"call_1_0\"", "\"id\":\"call_1_1\"");
    assertThat(blocksAreSequential(got)).isTrue();
  }

  @Property(tries = 200)
  void theCutsOfTheNetworkChangeNothing(@ForAll long seed) {
    // Given
    Random random = new Random(seed);
    // Then
    assertThat(Crossing.inPieces(OPEN_AI, Wire.CALL, TEXT, () -> 1 + random.nextInt(30)))
        .isEqualTo(Crossing.of(OPEN_AI, Wire.CALL, TEXT));
    assertThat(Crossing.inPieces(ANTHROPIC, Wire.CALL, Wire.TOOLS, () -> 1 + random.nextInt(30)))
        .isEqualTo(Crossing.of(ANTHROPIC, Wire.CALL, Wire.TOOLS));
  }

  @Test
  void aWholeChatIsAWholeMessage() {
    // When
    WholeAnswer answer =
        Crossing.whole(
            OPEN_AI,
            Wire.CALL,
            """
            {"id":"x","object":"chat.completion","created":1,"model":"up","choices":[{"index":0,
             "message":{"role":"assistant","content":"hi","reasoning_content":"hm","tool_calls":[
             {"id":"a","type":"function","function":{"name":"f","arguments":"{\\"x\\":1}"}},
             {"id":"b","type":"function","function":{"name":"g","arguments":"{broken"}}]},
             "finish_reason":"tool_calls"}],
             "usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}}
            """);
    // Then
    assertThat(Crossing.json(((WholeAnswer.Good) answer).body()))
        .isEqualTo(
            Crossing.json(
                """
                {"id":"msg_1","type":"message","role":"assistant","model":"shown","content":[
                 {"type":"thinking","thinking":"hm","signature":""},{"type":"text","text":"hi"},
                 {"type":"tool_use","id":"a","name":"f","input":{"x":1}},
                 {"type":"tool_use","id":"b","name":"g","input":{"arguments":"{broken"}}],
                 "stop_reason":"tool_use","stop_sequence":null,
                 "usage":{"input_tokens":10,"cache_creation_input_tokens":0,
                 "cache_read_input_tokens":0,"output_tokens":5}}
                """));
  }

  private static String usage() {
    String json =
        "data: {'id':'x','object':'chat.completion.chunk','created':1,'model':'up','choices':[],"
            + "'usage':{'prompt_tokens':10,'completion_tokens':5,'total_tokens':15,"
            + "'prompt_tokens_details':{'cached_tokens':4}}}\n\ndata: [DONE]\n\n";
    return json.replace('\'', '"');
  }

  private static List<String> types(Crossing got) {
    return got.events().stream().map(event -> event.path("type").asText()).toList();
  }

  private static String deltas(Crossing got, String field) {
    return got.events().stream()
        .map(event -> event.path("delta").path(field).asText(""))
        .collect(Collectors.joining());
  }

  private static String input(Crossing got, int block) {
    return got.events().stream()
        .filter(event -> event.path("index").asInt(-1) == block)
        .map(event -> event.at("/delta/partial_json").asText(""))
        .collect(Collectors.joining());
  }

  private static boolean blocksAreSequential(Crossing got) {
    int open = -1;
    int next = 0;
    for (JsonNode event : got.events()) {
      int index = event.path("index").asInt(-1);
      switch (event.path("type").asText()) {
        case "content_block_start" -> {
          if (open >= 0 || index != next++) {
            return false;
          }
          open = index;
        }
        case "content_block_delta" -> {
          if (index != open) {
            return false;
          }
        }
        case "content_block_stop" -> open = index == open ? -1 : Integer.MAX_VALUE;
        default -> {}
      }
    }
    return open == -1;
  }
}
