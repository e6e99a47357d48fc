package lab.dialect.openai;

import static lab.dialect.openai.Streams.chat;
import static lab.dialect.openai.Streams.chunk;
import static lab.dialect.openai.Streams.delta;
import static lab.dialect.openai.Streams.events;
import static lab.dialect.openai.Streams.everyWay;
import static lab.dialect.openai.Streams.finish;
import static lab.dialect.openai.Streams.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import lab.contract.FailureKind;
import lab.dialect.AnswerStream;
import lab.dialect.AnswerStream.Step;
import lab.dialect.Failure;
import lab.dialect.frame.SseSplitter;
import lab.dialect.openai.Streams.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiStreamFailureTest {
  private static final String HEL = delta("\"content\":\"Hel\"");
  private static final String STOP = finish("stop");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | the provider's stream ended without an event",
        "`: comment\n\n` | the provider's stream ended without an event",
        "data: [DONE] | the provider's stream ended without a finish_reason",
        "HEL | the provider's stream ended without a finish_reason",
        "HEL data: [DONE] | the provider's stream ended without a finish_reason",
        "HEL data: {\"id\":\"x | the provider sent an event that is not JSON: expected a closing '\"' at byte 8",
        "HEL data: nonsense | the provider sent an event that is not JSON: expected true, false or null at byte 1",
        "HEL data: {\"a\":} | the provider sent an event that is not JSON: expected a value at byte 5",
        "HEL data: [] | the provider sent an event that is no chunk of an answer",
        "HEL data: {\"choices\":{}} | the provider sent an event that is no chunk of an answer",
        "<html><body>502</body></html> | the provider answered with a page instead of a stream",
        "Bad Gateway | the provider's stream ended without an event",
        "{\"choices\":[} | the provider's answer is not JSON: expected a value at byte 12",
        "{\"choices\": | the provider's answer is not JSON: expected a value at byte 11",
        "{\"hello\":1} | the provider's answer has no \"choices\"",
        "{\"choices\":[{\"message\":{\"content\":\"x\"}}]} | the provider's answer has no finish_reason",
        "{\"choices\":[]} | the provider's answer has no finish_reason",
      })
  void aBrokenStreamIsTheServersFailure(String stream, String message) {
    // Given
    String upstream = stream.replace("HEL ", events(HEL)).replace("HEL", events(HEL));
    AnswerStream one = Streams.open(chat());
    Step fed = one.feed(utf8(upstream));
    // When
    Outcome outcome = everyWay(chat(), upstream);
    Step ended = one.end();
    // Then
    assertThat(outcome.failure()).startsWith(message);
    assertThat(outcome.complete()).isFalse();
    assertThat(outcome.out()).isEqualTo(stream.startsWith("HEL") ? events(HEL) : "");
    assertThat(ended.failure()).isNotNull().returns(FailureKind.SERVER, Failure::kind);
    assertThat(fed.complete()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {\"error\":{\"message\":\"boom\",\"code\":500}}\n\n",
        "data: {\"error\":\"boom\",\"error_type\":\"overloaded\"}\n\n",
        "data: {\"id\":\"x\",\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}],\"error\":{\"message\":\"boom\"}}\n\n",
        "data: {\"id\":\"x\",\"choices\":[{\"delta\":{},\"error\":{\"message\":\"boom\"}}]}\n\n",
        "data: {\"id\":\"x\",\"choices\":[{\"delta\":{},\"finish_reason\":\"error\"}]}\n\n",
        "data: {\"object\":\"error\",\"message\":\"boom\",\"code\":400}\n\n",
        "event: error\ndata: {\"message\":\"boom\"}\n\n",
        "event: error\ndata: {\"error\":{\"message\":\"boom\"}}\n\n",
        "event: error\ndata: boom\n\n",
        "error: {\"code\":400,\"message\":\"boom\"}\n\n",
      })
  void anErrorInAStreamEndsItInAFailureAndIsNotPassedOn(String error) {
    // When
    Outcome first = everyWay(chat(), error + events("[DONE]"));
    Outcome later = everyWay(chat(), events(HEL) + error + events(STOP, "[DONE]"));
    // Then
    assertThat(first.out()).isEmpty();
    assertThat(first.failure()).isNotNull();
    assertThat(first.content()).isFalse();
    assertThat(later.out()).isEqualTo(events(HEL));
    assertThat(later.failure()).isNotNull();
    assertThat(later.complete()).isFalse();
  }

  @Test
  void theFailureIsToldInTheStepInWhichItCame() {
    // Given
    AnswerStream stream = Streams.open(chat());
    // When
    Step step = stream.feed(utf8(events(HEL, "{\"error\":{\"message\":\"boom\"}}", HEL)));
    // Then
    assertThat(step.failure()).isNotNull();
    assertThat(step.out()).isEqualTo(utf8(events(HEL)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "false", "\"\"", "0", "{}", "[]", "{ }"})
  void anErrorThatSaysNothingIsNone(String error) {
    // Given
    String odd = chunk("{\"index\":0,\"delta\":{},\"error\":" + error + "}");
    // When
    Outcome outcome = everyWay(chat(), events(odd, STOP, "[DONE]"));
    // Then
    assertThat(outcome.out()).isEqualTo(events(odd, STOP, "[DONE]"));
    assertThat(outcome.failure()).isNull();
  }

  @Test
  void afterItsEndAStreamGivesNothingAndTellsTheSameEnd() {
    // Given
    AnswerStream failed = Streams.open(chat());
    Step failure = failed.feed(utf8(events("nonsense")));
    AnswerStream complete = Streams.open(chat());
    Step completion = complete.feed(utf8(events(STOP, "[DONE]")));
    // When
    Step afterFailure = failed.feed(utf8(events(HEL, STOP, "[DONE]")));
    Step afterCompletion = complete.feed(utf8(events(HEL)));
    // Then
    assertThat(failure.failure()).isNotNull().isSameAs(afterFailure.failure());
    assertThat(afterFailure.out()).isEmpty();
    assertThat(afterFailure.complete()).isFalse();
    assertThat(completion.complete()).isTrue();
    assertThat(afterCompletion.complete()).isTrue();
    assertThat(afterCompletion.out()).isEmpty();
    assertThat(complete.end().complete()).isTrue();
  }

  @Test
  void anEventLongerThanAnyMeansIsAFailure() {
    // Given
    AnswerStream stream = Streams.open(chat());
    byte[] piece = new byte[1 << 20];
    Arrays.fill(piece, (byte) 'x');
    Step step = stream.feed(utf8("data: \""));
    // When
    for (int i = 0; i <= SseSplitter.LONGEST_EVENT / piece.length; i++) {
      step = stream.feed(piece);
    }
    // Then
    assertThat(step.failure())
        .isNotNull()
        .returns("the provider sent an event of more than 16 MiB", Failure::message);
  }
}
