package lab.dialect.ollama;

import static lab.dialect.ollama.Bodies.DONE;
import static lab.dialect.ollama.Bodies.line;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import lab.contract.FailureKind;
import lab.dialect.AnswerStream;
import lab.dialect.AnswerStream.Step;
import lab.dialect.frame.LineSplitter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends of streams, good, bad and missing. */
class OllamaStreamEndTest {
  private static final Call CHAT = Call.chat("{'messages':[]}").asStream();

  private static AnswerStream open(Call call) {
    return new OllamaDialect().stream(call.form(), Played.SHOWN, Played.ID, Played.CREATED);
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
}
