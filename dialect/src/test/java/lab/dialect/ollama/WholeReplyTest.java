package lab.dialect.ollama;

import static lab.dialect.ollama.Bodies.DONE;
import static lab.dialect.ollama.Bodies.line;
import static lab.dialect.ollama.Fit.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import lab.contract.FailureKind;
import lab.contract.Usage;
import lab.dialect.Failure;
import lab.dialect.WholeAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WholeReplyTest {
  private static final Call CHAT = Call.chat("{'messages':[]}");
  private static final Call COMPLETION = Call.completion("{'prompt':'p'}");

  private static WholeAnswer read(Call call, String body) {
    return new OllamaDialect()
        .whole(call.form(), Played.bytes(body), false, Played.SHOWN, Played.ID, Played.CREATED);
  }

  private static WholeAnswer.Good good(Call call, String body) {
    WholeAnswer answer = read(call, body);
    assertThat(answer).isInstanceOf(WholeAnswer.Good.class);
    return (WholeAnswer.Good) answer;
  }

  private static JsonNode reply(Call call, String body) {
    return json(good(call, body).body());
  }

  private static Failure bad(Call call, String body) {
    WholeAnswer answer = read(call, body);
    assertThat(answer).isInstanceOf(WholeAnswer.Bad.class);
    return ((WholeAnswer.Bad) answer).failure();
  }

  @Test
  void aChatHasEveryKeyThatClientsInsistOn() {
    String body = DONE.replace("'content':''", "'content':'Hi €'");

    assertThat(reply(CHAT, body))
        .isEqualTo(
            json(
                "{'id':'chatcmpl-1','object':'chat.completion','created':1700000000,"
                    + "'model':'the \\'shown\\' model','system_fingerprint':'fp_ollama',"
                    + "'choices':[{'index':0,'message':{'role':'assistant','content':'Hi €',"
                    + "'refusal':null},'logprobs':null,'finish_reason':'stop'}],"
                    + "'usage':{'prompt_tokens':10,'completion_tokens':5,'total_tokens':15}}"));
    assertThat(good(CHAT, body).usage()).isEqualTo(new Usage(10, 5));
  }

  @Test
  void toolCallsLeaveTheContentNull() {
    JsonNode choice = reply(CHAT, Bodies.TOOLS).path("choices").path(0);

    assertThat(choice.path("message").path("content").isNull()).isTrue();
    assertThat(choice.path("message").path("tool_calls"))
        .isEqualTo(
            json(
                ("[{'id':'call_a','type':'function','function':"
                        + "{'name':'add','arguments':'{~a~:1,~b~:~x~}'}},"
                        + "{'id':'call_1_1','type':'function','function':"
                        + "{'name':'now','arguments':'{}'}},"
                        + "{'id':'call_1_2','type':'function','function':"
                        + "{'name':'late','arguments':'{}'}}]")
                    .replace("~", "\\'")));
    assertThat(choice.path("finish_reason").asText()).isEqualTo("tool_calls");
  }

  @Test
  void linesThatNobodyAskedForArePutTogether() {
    JsonNode message = reply(CHAT, Bodies.THOUGHT + "rest").path("choices").path(0).path("message");

    assertThat(message)
        .isEqualTo(
            json(
                "{'role':'assistant','content':'ok','refusal':null,'reasoning_content':'hm',"
                    + "'reasoning':'hm'}"));
  }

  @Test
  void anObjectOverSeveralLinesIsOneObject() {
    JsonNode reply = reply(CHAT, "{\n 'done': true,\r\n 'done_reason': 'length'\n}\n");

    assertThat(reply.path("choices").path(0).path("finish_reason").asText()).isEqualTo("length");
  }

  @Test
  void probabilitiesOfAllLinesAreOneList() {
    JsonNode tokens =
        reply(CHAT, Bodies.PROBABLE.replace(DONE, "") + Bodies.PROBABLE)
            .path("choices")
            .path(0)
            .path("logprobs")
            .path("content");

    assertThat(tokens).hasSize(4);
  }

  @Test
  void aCompletionIsText() {
    JsonNode reply = reply(COMPLETION, Bodies.GENERATED);

    assertThat(reply.path("object").asText()).isEqualTo("text_completion");
    assertThat(reply.path("choices"))
        .isEqualTo(json("[{'text':'Hello','index':0,'logprobs':null,'finish_reason':'length'}]"));
    assertThat(reply.path("usage").path("total_tokens").intValue()).isEqualTo(5);
  }

  @Test
  void aCompletionsPromptStandsBeforeItWhereTheClientWantsIt() {
    Call call = Call.completion("{'echo':true,'prompt':'Say: '}");

    assertThat(reply(call, Bodies.GENERATED).path("choices").path(0).path("text").asText())
        .isEqualTo("Say: Hello");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SERVER|{'error':'llama runner has died'}",
        "OVERLOAD|{'error':'server busy, please try again.'}",
        "RATE|{'message':{'content':'x'}} {'error':'wait','status':429}",
        "SERVER|{'message':{'content':'x'},'done':false}",
        "SERVER|{'done':true}",
        "SERVER|{'done':true,'done_reason':'load'}",
        "SERVER|<html></html>",
        "SERVER|{'done':tr",
        "SERVER|[]",
        "SERVER|~~"
      })
  void anAnswerThatIsNoneIsAFailure(FailureKind kind, String body) {
    assertThat(bad(CHAT, body).kind()).isEqualTo(kind);
    assertThat(bad(COMPLETION, body).kind()).isEqualTo(kind);
  }

  @Test
  void vectorsBecomeOpenAisListWithTheirNumbersUntouched() {
    Call call = Call.embedding("{'input':['a','b'],'encoding_format':'float'}");
    String body =
        "{'model':'m','embeddings':[[0.10000000149011612,-2e-05],[]],'total_duration':1,"
            + "'prompt_eval_count':2}";

    var answer = good(call, body);

    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .isEqualTo(
            ("{'object':'list','data':[{'object':'embedding','index':0,'embedding':"
                    + "[0.10000000149011612,-2e-05]},{'object':'embedding','index':1,"
                    + "'embedding':[]}],'model':'the \\'shown\\' model','usage':"
                    + "{'prompt_tokens':2,'total_tokens':2}}")
                .replace('\'', '"'));
    assertThat(answer.usage()).isEqualTo(new Usage(2, 0));
  }

  @Test
  void vectorsInBase64AreLittleEndianFloats() {
    Call call = Call.embedding("{'encoding_format':'base64','input':'a'}");

    String text =
        reply(call, "{'embeddings':[[0.5,-1,3e2]]}")
            .path("data")
            .path(0)
            .path("embedding")
            .asText();

    ByteBuffer floats =
        ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(floats.remaining()).isEqualTo(12);
    assertThat(new float[] {floats.getFloat(), floats.getFloat(), floats.getFloat()})
        .containsExactly(0.5f, -1f, 300f);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'embeddings':null}",
        "{'embeddings':[1]}",
        "{'embeddings':[['x']]}",
        "{'embeddings':[[1]],'embeddings':[[1]]}",
        "{'embeddings':[[1]",
        "[]",
        "",
        "<html>",
        "{'error':'out of memory'}",
        "{'embeddings':[[1]],'error':'out of memory'}"
      })
  void whatHoldsNoVectorsIsAFailure(String body) {
    assertThat(bad(Call.embedding("{'input':'a'}"), body).kind()).isEqualTo(FailureKind.SERVER);
  }

  @Test
  void aVeryLongTextSurvives() {
    String text = "€😀x".repeat(100_000);
    String body = line("'content':'" + text + "'") + DONE;

    assertThat(reply(CHAT, body).path("choices").path(0).path("message").path("content").asText())
        .isEqualTo(text);
  }
}
