package lab.dialect.ollama;

import static lab.dialect.ollama.Bodies.DONE;
import static lab.dialect.ollama.Bodies.line;
import static lab.dialect.ollama.Fit.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import lab.contract.Usage;
import lab.dialect.AnswerStream;
import lab.dialect.AnswerStream.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class OllamaStreamTest {
  static final List<String> ALL = Bodies.ALL;

  private static final Call CHAT = Call.chat("{'messages':[]}").asStream();
  private static final Call COMPLETION = Call.completion("{'prompt':'p'}").asStream();

  private static AnswerStream open(Call call) {
    return new OllamaDialect().stream(call.form(), Played.SHOWN, Played.ID, Played.CREATED);
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void cutsChangeNothing(String body) {
    var random = new Random(7);
    List<IntSupplier> cuts =
        List.of(() -> 1, () -> 2, () -> 1 + random.nextInt(9), () -> 1 + random.nextInt(90));
    for (Call call : List.of(CHAT, CHAT.withUsage(), COMPLETION)) {
      Played whole = Played.whole(call, body);
      for (IntSupplier sizes : cuts) {
        assertThat(Played.inPieces(call, body, sizes)).isEqualTo(whole);
      }
    }
  }

  @Test
  void aChatBeginsWithTheRoleAndEndsWithItsMarker() {
    Played played = Played.whole(CHAT, line("'content':'Hi'") + DONE);

    String head =
        "data: {'id':'chatcmpl-1','object':'chat.completion.chunk','created':1700000000,"
            + "'model':'the \\'shown\\' model','system_fingerprint':'fp_ollama','choices':[";
    assertThat(played.out())
        .isEqualTo(
            new String(
                Played.bytes(
                    head
                        + "{'index':0,'delta':{'role':'assistant','content':''},"
                        + "'finish_reason':null}]}\n\n"
                        + head
                        + "{'index':0,'delta':{'content':'Hi'},'finish_reason':null}]}\n\n"
                        + head
                        + "{'index':0,'delta':{},'finish_reason':'stop'}]}\n\n"
                        + "data: [DONE]\n\n"),
                StandardCharsets.UTF_8));
    assertThat(played.complete()).isTrue();
    assertThat(played.failure()).isNull();
    assertThat(played.usage()).isEqualTo(new Usage(10, 5));
  }

  @Test
  void everyCharacterArrivesAsItWas() {
    List<JsonNode> deltas = Played.whole(CHAT, Bodies.TEXT).deltas();

    assertThat(deltas.get(2).path("content").asText()).isEqualTo("lo €, 😀 \"q\" \\ \n\u0001");
  }

  @Test
  void halfASurrogatePairBecomesTheReplacementCharacter() {
    List<JsonNode> deltas = Played.whole(CHAT, line("'content':'a\\ud83d'") + DONE).deltas();

    assertThat(deltas.get(1).path("content").asText()).isEqualTo("a\uFFFD");
  }

  @Test
  void usageIsSentOnlyWhereItIsWantedAndThenAnnouncedInEveryEvent() {
    List<JsonNode> wanted = Played.whole(CHAT.withUsage(), Bodies.TEXT).events();
    List<JsonNode> unwanted = Played.whole(CHAT, Bodies.TEXT).events();

    assertThat(wanted.subList(0, wanted.size() - 1))
        .allMatch(event -> event.path("usage").isNull());
    assertThat(wanted.getLast().path("choices")).isEqualTo(json("[]"));
    assertThat(wanted.getLast().path("usage"))
        .isEqualTo(json("{'prompt_tokens':10,'completion_tokens':5,'total_tokens':15}"));
    assertThat(unwanted).noneMatch(event -> event.has("usage"));
    assertThat(unwanted).hasSize(wanted.size() - 1);
  }

  @Test
  void thoughtsGoUnderBothNamesThatClientsRead() {
    List<JsonNode> deltas = Played.whole(CHAT, Bodies.THOUGHT).deltas();

    assertThat(deltas.get(1)).isEqualTo(json("{'reasoning_content':'hm','reasoning':'hm'}"));
    assertThat(deltas.get(2)).isEqualTo(json("{'content':'ok'}"));
  }

  @Test
  void toolCallsComeWholeWithAnIndexAndAnIdOfTheirOwn() {
    Played played = Played.whole(CHAT, Bodies.TOOLS);

    assertThat(played.deltas().get(1).path("tool_calls"))
        .isEqualTo(
            json(
                ("[{'index':0,'id':'call_a','type':'function','function':"
                        + "{'name':'add','arguments':'{~a~:1,~b~:~x~}'}},"
                        + "{'index':1,'id':'call_1_1','type':'function','function':"
                        + "{'name':'now','arguments':'{}'}}]")
                    .replace("~", "\\'")));
    assertThat(played.deltas().get(2).path("tool_calls").path(0).path("index").intValue())
        .isEqualTo(2);
    assertThat(played.choices().getLast().path("finish_reason").asText()).isEqualTo("tool_calls");
  }

  @ParameterizedTest
  @CsvSource({"stop,stop", "length,length", "content_filter,content_filter", "other,stop"})
  void theReasonOfTheEndIsTranslated(String reason, String finish) {
    Played played = Played.whole(CHAT, line("'content':'x'") + Bodies.done(reason));

    assertThat(played.choices().getLast().path("finish_reason").asText()).isEqualTo(finish);
  }

  @Test
  void probabilitiesAreOfTheChatsForm() {
    JsonNode choice = Played.whole(CHAT, Bodies.PROBABLE).choices().get(1);

    assertThat(choice.path("logprobs"))
        .isEqualTo(
            json(
                "{'content':[{'token':'a','logprob':-0.5,'bytes':[97],'top_logprobs':"
                    + "[{'token':'x','logprob':-1.5,'bytes':null}]},"
                    + "{'token':'b','logprob':-0.25,'bytes':null,'top_logprobs':[]}],"
                    + "'refusal':null}"));
  }

  @Test
  void aCompletionIsStreamedAsText() {
    Played played = Played.whole(COMPLETION.withUsage(), Bodies.GENERATED);

    assertThat(played.events()).allMatch(e -> e.path("object").asText().equals("text_completion"));
    assertThat(played.choices().get(0))
        .isEqualTo(json("{'text':'Hel','index':0,'logprobs':null,'finish_reason':null}"));
    assertThat(played.choices().get(2).path("finish_reason").asText()).isEqualTo("length");
    assertThat(played.events().getLast().path("usage").path("total_tokens").intValue())
        .isEqualTo(5);
    assertThat(played.out()).endsWith("data: [DONE]\n\n");
  }

  @Test
  void aCompletionsPromptStandsBeforeItWhereTheClientWantsIt() {
    Call call = Call.completion("{'prompt':['Say: '],'echo':true}").asStream();
    String body =
        "{'response':'ab','logprobs':[{'token':'a😀','logprob':-1},"
            + "{'token':'b','logprob':-2,'top_logprobs':[{'token':'c','logprob':-3}]}]}\n"
            + DONE;

    List<JsonNode> choices = Played.whole(call, body).choices();

    assertThat(choices.get(0).path("text").asText()).isEqualTo("Say: ");
    assertThat(choices.get(1).path("logprobs"))
        .isEqualTo(
            json(
                "{'tokens':['a😀','b'],'token_logprobs':[-1.0,-2.0],"
                    + "'top_logprobs':[{},{'c':-3.0}],'text_offset':[5,7]}"));
  }

  @Test
  void aWholeObjectThatAnswersAStreamIsAStreamOfOneLine() {
    Played played =
        Played.whole(CHAT, DONE.replace("'content':''", "'content':'all at once'").strip());

    assertThat(played.deltas().get(1).path("content").asText()).isEqualTo("all at once");
    assertThat(played.complete()).isTrue();
  }

  @Test
  void objectsWithoutALineEndBetweenThemAreToldApart() {
    Played played = Played.whole(CHAT, line("'content':'a'").strip() + DONE);

    assertThat(played.complete()).isTrue();
    assertThat(played.deltas().get(1).path("content").asText()).isEqualTo("a");
  }

  @Test
  void missingCountsAreNone() {
    Played played = Played.whole(CHAT.withUsage(), "{'done':true,'done_reason':'stop'}");

    assertThat(played.usage()).isEqualTo(Usage.UNKNOWN);
    assertThat(played.complete()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-5", "1e300", "99999999999999999999999", "'7'", "null", "[1]"})
  void countsThatCanNotBeAreNoHarm(String count) {
    Played played =
        Played.whole(CHAT, "{'done':true,'done_reason':'stop','eval_count':" + count + ",'x':1}\n");

    assertThat(played.complete() || played.failure() != null).isTrue();
    assertThat(played.usage().completionTokens()).isNotNegative();
  }

  @Test
  void theFirstContentIsToldWhereItComes() {
    AnswerStream stream = open(CHAT);

    Step role = stream.feed(Played.bytes(line("'content':''")));
    Step nothing = stream.feed(Played.bytes("\n"));
    Step thought = stream.feed(Played.bytes(line("'content':'','thinking':'hm'")));
    Step empty = stream.feed(Played.bytes(line("'content':''")));

    assertThat(role.progress()).isTrue();
    assertThat(role.content()).isFalse();
    assertThat(role.out()).isNotEmpty();
    assertThat(nothing.progress()).isFalse();
    assertThat(thought.content()).isTrue();
    assertThat(empty.content()).isTrue();
    assertThat(empty.progress()).isTrue();
    assertThat(empty.out()).isEmpty();
  }

  @Test
  void anEndIsContentToo() {
    assertThat(Played.whole(CHAT, DONE).content()).isTrue();
  }

  @Test
  void thoughtsOfACompletionHaveNoPlaceAndAreNoContent() {
    AnswerStream stream = open(COMPLETION);

    Step step = stream.feed(Played.bytes("{'response':'','thinking':'hm'}\n"));

    assertThat(step.content()).isFalse();
    assertThat(step.out()).isEmpty();
  }

  @Test
  void aToolCallOfFiveMegabytesArrivesWhole() {
    String long5 = "x".repeat(5_000_000);
    String body =
        line("'tool_calls':[{'function':{'name':'f','arguments':{'a':'" + long5 + "'}}}]") + DONE;

    Played played = Played.inPieces(CHAT, body, () -> 65_536);

    assertThat(
            played
                .deltas()
                .get(1)
                .path("tool_calls")
                .path(0)
                .path("function")
                .path("arguments")
                .asText())
        .hasSize(long5.length() + 8);
  }
}
