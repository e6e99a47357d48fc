package lab.dialect.ollama;

import static java.nio.charset.StandardCharsets.UTF_8;
import static lab.dialect.Crossing.chunk;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import lab.contract.FailureKind;
import lab.contract.Usage;
import lab.dialect.Crossing;
import lab.dialect.InferenceCall;
import lab.dialect.ProviderDialect;
import lab.dialect.WholeAnswer;
import lab.dialect.openai.MetadataKeys;
import lab.dialect.openai.OpenAiDialect;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Answers of all providers as Ollama's clients get them. */
class OllamaAnswersTest {
  private static final OpenAiDialect OPEN_AI = new OpenAiDialect();
  private static final OllamaDialect OLLAMA = new OllamaDialect();
  private static final InferenceCall CHAT =
      call(OllamaPath.CHAT, "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
  private static final InferenceCall GENERATE = call(OllamaPath.GENERATE, "{\"prompt\":\"hi\"}");

  private static final String STREAM =
      chunk("{'role':'assistant','content':''}", "null")
          + chunk("{'reasoning_content':'hm'}", "null")
          + chunk("{'content':'Hel'}", "null")
          + chunk("{'content':'lo €'}", "null")
          + chunk(
              "{'tool_calls':[{'index':0,'id':'a','type':'function',"
                  + "'function':{'name':'f','arguments':''}}]}",
              "null")
          + chunk("{'tool_calls':[{'index':0,'function':{'arguments':'{\\\"x\\\":1}'}}]}", "null")
          + chunk("{}", "'tool_calls'")
          + ("data:"
                  + " {'id':'x','object':'chat.completion.chunk','created':1,'model':'up','choices':[],'usage':{'prompt_tokens':3,'completion_tokens':2,'total_tokens':5}}\n\n"
                  + "data: [DONE]\n\n")
              .replace('\'', '"');

  @Test
  void anOpenAiStreamIsLinesOfWhichTheLastCounts() {
    // When
    Crossing got = Crossing.of(OPEN_AI, CHAT, STREAM);
    // Then
    List<JsonNode> lines = lines(got);
    assertThat(got.out()).endsWith("\n").doesNotContain("\n\n").doesNotContain("data:");
    assertThat(texts(lines, "/message/thinking")).isEqualTo("hm");
    assertThat(texts(lines, "/message/content")).isEqualTo("Hello €");
    assertThat(lines.get(lines.size() - 2).at("/message/tool_calls"))
        .isEqualTo(
            Crossing.json("[{'id':'a','function':{'index':0,'name':'f','arguments':{'x':1}}}]"));
    assertThat(lines.getLast())
        .isEqualTo(
            Crossing.json(
                """
                {"model":"shown","created_at":"2023-11-14T22:13:20Z",
                 "message":{"role":"assistant","content":""},
                 "done":true,"done_reason":"stop","total_duration":1,"prompt_eval_duration":1,"eval_duration":1,"prompt_eval_count":3,"eval_count":2}
                """));
    assertThat(lines.subList(0, lines.size() - 1))
        .allSatisfy(line -> assertThat(line.path("done").asBoolean(true)).isFalse());
    assertThat(got.usage()).isEqualTo(new Usage(3, 2));
  }

  @Test
  void onePromptIsAnsweredInItsOwnForm() {
    // When
    Crossing got = Crossing.of(OPEN_AI, GENERATE, STREAM);
    // Then
    assertThat(texts(lines(got), "/response")).isEqualTo("Hello €");
    assertThat(texts(lines(got), "/thinking")).isEqualTo("hm");
    assertThat(got.out()).doesNotContain("message").doesNotContain("tool_calls");
  }

  @Test
  void aWholeChatIsOneObject() {
    // When
    WholeAnswer answer = Crossing.whole(OPEN_AI, CHAT, STREAM);
    // Then
    assertThat(Crossing.json(((WholeAnswer.Good) answer).body()))
        .isEqualTo(
            Crossing.json(
                """
                {"model":"shown","created_at":"2023-11-14T22:13:20Z","message":{"role":"assistant",
                 "content":"Hello €","thinking":"hm","tool_calls":[{"id":"a","function":{
                 "index":0,"name":"f","arguments":{"x":1}}}]},
                 "done":true,"done_reason":"stop","total_duration":1,"prompt_eval_duration":1,"eval_duration":1,"prompt_eval_count":3,"eval_count":2}
                """));
  }

  @Test
  void aLineIsOneForClientsWhoSplitThemAsUnicodeSays() {
    // When
    Crossing got =
        Crossing.of(
            OPEN_AI, CHAT, chunk("{'content':'a\u2028b\u0085c'}", "null") + chunk("{}", "'stop'"));
    // Then
    assertThat(got.out().split("\\R")).hasSize(2);
    assertThat(texts(lines(got), "/message/content")).isEqualTo("a\u2028b\u0085c");
  }

  @Property(tries = 100)
  void theCutsOfTheNetworkChangeNothing(@ForAll long seed) {
    // Given
    Random random = new Random(seed);
    // Then
    assertThat(
            texts(
                lines(Crossing.inPieces(OPEN_AI, CHAT, STREAM, () -> 1 + random.nextInt(30))),
                "/message/content"))
        .isEqualTo("Hello €");
    assertThat(Crossing.inPieces(OLLAMA, CHAT, own(), () -> 1 + random.nextInt(30)))
        .isEqualTo(Crossing.of(OLLAMA, CHAT, own()));
  }

  @Test
  void ollamasOwnLinesPassByteForByteUnderTheNameThatTheClientUsed() {
    // When
    Crossing got = Crossing.of(OLLAMA, CHAT, own());
    // Then
    assertThat(got.out()).isEqualTo(own().replace("\"model\":\"m\"", "\"model\":\"shown\""));
    assertThat(got.complete()).isTrue();
    assertThat(got.usage()).isEqualTo(new Usage(10, 5));
  }

  @Test
  void ollamasOwnErrorIsAFailureThatTheGatewayTells() {
    // When
    Crossing got = Crossing.of(OLLAMA, CHAT, Bodies.FAILED.replace('\'', '"'));
    // Then
    assertThat(got.kind()).isEqualTo(FailureKind.SERVER);
    assertThat(got.out()).doesNotContain("error").doesNotContain("done\":true");
    assertThat(Crossing.of(OLLAMA, CHAT, Bodies.CUT.replace('\'', '"')).kind())
        .isEqualTo(FailureKind.SERVER);
  }

  @Test
  void ollamasOwnWholeAnswerPasses() {
    // Given
    String body = Bodies.DONE.replace('\'', '"');
    // When
    WholeAnswer answer = Crossing.whole(OLLAMA, CHAT, body);
    // Then
    assertThat(((WholeAnswer.Good) answer).body())
        .asString()
        .isEqualTo(body.replace("\"model\":\"m\"", "\"model\":\"shown\""));
  }

  @Test
  void vectorsComeInTheFormThatWasAskedFor() {
    // Given
    String list =
        "{'object':'list','data':[{'object':'embedding','index':0,'embedding':[0.5,1]}],"
            + "'model':'up','usage':{'prompt_tokens':2,'total_tokens':2}}";
    InferenceCall embed = call(OllamaPath.EMBED, "{\"input\":\"a\"}");
    InferenceCall embeddings = call(OllamaPath.EMBEDDINGS, "{\"prompt\":\"a\"}");
    // Then
    assertThat(whole(OPEN_AI, embed, list))
        .isEqualTo(
            Crossing.json(
                "{'model':'shown','embeddings':[[0.5,1]],'total_duration':1,"
                    + "'prompt_eval_count':2}"));
    assertThat(whole(OPEN_AI, embeddings, list)).isEqualTo(Crossing.json("{'embedding':[0.5,1]}"));
    assertThat(whole(OLLAMA, embed, "{'model':'m','embeddings':[[1]],'prompt_eval_count':2}"))
        .isEqualTo(Crossing.json("{'model':'m','embeddings':[[1]],'prompt_eval_count':2}"));
    assertThat(Crossing.whole(OLLAMA, embed, "{\"error\":\"no\"}"))
        .isInstanceOf(WholeAnswer.Bad.class);
    assertThat(Crossing.whole(OLLAMA, embed, "{}")).isInstanceOf(WholeAnswer.Bad.class);
  }

  @Test
  void durationsAreThoseOfTheGateway() {
    // Given: the request is read at 100, content comes at 400, the end at 1_000
    Iterator<Long> times = List.of(100L, 400L, 1_000L).iterator();
    var client = new OllamaClient(OllamaPath.CHAT, MetadataKeys.NONE, times::next);
    InferenceCall call =
        Crossing.call(
            client.read("{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}".getBytes(UTF_8)));
    // When
    List<JsonNode> lines =
        lines(
            Crossing.of(
                OPEN_AI,
                call,
                chunk("{'content':'Hel'}", "null") + chunk("{}", "'stop'") + "data: [DONE]\n\n"));
    // Then
    JsonNode last = lines.getLast();
    assertThat(last.path("total_duration").asLong()).isEqualTo(900);
    assertThat(last.path("prompt_eval_duration").asLong()).isEqualTo(300);
    assertThat(last.path("eval_duration").asLong()).isEqualTo(600);
  }

  private static JsonNode whole(ProviderDialect provider, InferenceCall call, String body) {
    WholeAnswer answer = Crossing.whole(provider, call, body.replace('\'', '"'));
    return Crossing.json(((WholeAnswer.Good) answer).body());
  }

  private static String own() {
    return (Bodies.line("'content':'Hel'") + Bodies.DONE).replace('\'', '"');
  }

  /** A clock that stands: what takes no time is told as one nanosecond. */
  private static long standing() {
    return 0;
  }

  private static InferenceCall call(OllamaPath path, String json) {
    return Crossing.call(
        new OllamaClient(path, MetadataKeys.NONE, OllamaAnswersTest::standing)
            .read(json.getBytes(UTF_8)));
  }

  private static List<JsonNode> lines(Crossing got) {
    return got.out().lines().map(Crossing::json).toList();
  }

  private static String texts(List<JsonNode> lines, String at) {
    return lines.stream().map(line -> line.at(at).asText("")).collect(Collectors.joining());
  }
}
