package lab.dialect.ollama;

import static lab.dialect.ollama.Bodies.DONE;
import static lab.dialect.ollama.Bodies.line;
import static lab.dialect.ollama.Fit.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import lab.contract.FailureKind;
import lab.contract.Usage;
import lab.dialect.AnswerStream;
import lab.dialect.AnswerStream.Step;
import lab.dialect.frame.LineSplitter;
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
    return new OllamaDialect().stream(call, Played.SHOWN, Played.ID, Played.CREATED);
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
  void whatComesAfterTheEndIsDropped() {
    AnswerStream stream = open(CHAT);

    Step end = stream.feed(Played.bytes(DONE + line("'content':'late'") + "garbage\n"));
    Step late = stream.feed(Played.bytes(line("'content':'later'")));
    Step last = stream.end();

    assertThat(end.complete()).isTrue();
    assertThat(end.failure()).isNull();
    assertThat(new String(end.out(), StandardCharsets.UTF_8))
        .doesNotContain("late")
        .endsWith("data: [DONE]\n\n");
    assertThat(List.of(late, last))
        .allMatch(step -> step.out().length == 0 && step.failure() == null && !step.complete());
  }

  @Test
  void anErrorInTheMiddleIsToldAndWhatCameBeforeItIsKept() {
    AnswerStream stream = open(CHAT);

    Step step = stream.feed(Played.bytes(Bodies.FAILED + DONE));

    assertThat(new String(step.out(), StandardCharsets.UTF_8))
        .contains("Hel")
        .doesNotContain("[DONE]");
    assertThat(step.complete()).isFalse();
    assertThat(step.failure())
        .isNotNull()
        .satisfies(
            failure -> {
              assertThat(failure.kind()).isEqualTo(FailureKind.SERVER);
              assertThat(failure.message()).isEqualTo("llama runner has died");
            });
    assertThat(stream.end().failure()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SERVER|{'error':'llama runner has died'}",
        "SERVER|{'error':{'message':'x'}}",
        "OVERLOAD|{'error':'server busy, please try again.'}",
        "CREDITS|{'error':'you have reached your hourly usage limit'}",
        "NOT_FOUND|{'error':'model `m` not found'}",
        "RATE|{'error':'wait','status':429}"
      })
  void anErrorLineIsReadLikeEveryError(FailureKind kind, String line) {
    var failure = Played.whole(CHAT, line).failure();

    assertThat(failure).isNotNull().satisfies(f -> assertThat(f.kind()).isEqualTo(kind));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "false", "''"})
  void anEmptyErrorIsNone(String error) {
    Played played = Played.whole(CHAT, "{'error':" + error + ",'done':true,'done_reason':'stop'}");

    assertThat(played.failure()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'message':{'content':'x'},'done':false}|without done",
        "{'message':{'content':'x'},'done':true}|no reason",
        "{'message':{'content':'x'},'done':true,'done_reason':''}|no reason",
        "{'done':true,'done_reason':'load'}|did a load",
        "{'done':true,'done_reason':'unload'}|did a unload",
        "{'done':'true','done_reason':'stop'}|without done",
        "{'message':{'content':5}}|form",
        "{'message':{'tool_calls':[{'function':{}}]}}|form",
        "<html><title>502</title></html>|form",
        "{'message':{'content':'x'|form",
        "[1]|form",
        "5|form",
        "data: {'x':1}|form"
      })
  void anAnswerThatIsNoneIsAFaultOfTheServer(String body, String words) {
    Played played = Played.whole(CHAT, body);

    assertThat(played.complete()).isFalse();
    assertThat(played.out()).doesNotContain("[DONE]", "finish_reason\":\"");
    assertThat(played.failure())
        .isNotNull()
        .satisfies(
            failure -> {
              assertThat(failure.kind()).isEqualTo(FailureKind.SERVER);
              assertThat(failure.message()).contains(words);
            });
  }

  @Test
  void aBodyWithoutAnyLineIsAFault() {
    assertThat(Played.whole(CHAT, "").failure()).isNotNull();
  }

  @Test
  void aLineWithoutAnEndIsGivenUpBeforeItFillsTheMemory() {
    AnswerStream stream = open(CHAT);
    byte[] piece = new byte[LineSplitter.LONGEST_LINE / 4 + 1];
    Arrays.fill(piece, (byte) ' ');

    Step step = stream.feed(piece);
    for (int i = 0; i < 3; i++) {
      step = stream.feed(piece);
    }

    assertThat(step.failure())
        .isNotNull()
        .satisfies(failure -> assertThat(failure.message()).contains("longer than"));
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
