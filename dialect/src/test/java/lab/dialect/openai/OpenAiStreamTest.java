package lab.dialect.openai;

import static lab.dialect.openai.Streams.DONE;
import static lab.dialect.openai.Streams.HEL;
import static lab.dialect.openai.Streams.STOP;
import static lab.dialect.openai.Streams.chat;
import static lab.dialect.openai.Streams.chunk;
import static lab.dialect.openai.Streams.completion;
import static lab.dialect.openai.Streams.delta;
import static lab.dialect.openai.Streams.events;
import static lab.dialect.openai.Streams.everyWay;
import static lab.dialect.openai.Streams.finish;
import static lab.dialect.openai.Streams.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lab.contract.Usage;
import lab.dialect.AnswerStream;
import lab.dialect.AnswerStream.Step;
import lab.dialect.openai.Streams.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiStreamTest {
  private static final String ROLE = delta("\"role\":\"assistant\",\"content\":\"\"");

  @Test
  void aRegularStreamPassesByteForByte() {
    // Given
    String stream = events(ROLE, HEL, HEL, STOP, DONE);
    // When
    Outcome outcome = everyWay(chat(), stream);
    // Then
    assertThat(outcome).isEqualTo(new Outcome(stream, true, true, null, Usage.UNKNOWN));
  }

  @Test
  void aPieceThatNeedNotChangeIsTheVeryArrayThatCame() {
    // Given
    AnswerStream stream = Streams.open(chat());
    for (String piece : List.of(events(ROLE), events(HEL, HEL), events(STOP), events(DONE))) {
      byte[] fed = utf8(piece);
      // When
      Step step = stream.feed(fed);
      // Then
      assertThat(step.out()).isSameAs(fed);
    }
  }

  @Test
  void theModelIsShownUnderTheClientsNameAndNothingElseChanges() {
    // Given
    String stream = events(ROLE, HEL, delta("\"content\":\"\\\"model\\\":\\\"x\\\"\""), STOP, DONE);
    String upstream = stream.replace("\"shown\"", "\"org/up-7b\" ");
    // When
    Outcome outcome = everyWay(chat(), upstream);
    // Then
    assertThat(outcome.out()).isEqualTo(stream.replace("\"shown\"", "\"shown\" "));
    assertThat(outcome.complete()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\r"})
  void otherLineEndsPassAsLf(String lineEnd) {
    // Given
    String stream = events(ROLE, HEL, STOP, DONE);
    // When
    Outcome outcome = everyWay(chat(), stream.replace("\n", lineEnd));
    // Then
    assertThat(outcome.out()).isEqualTo(stream);
    assertThat(outcome.complete()).isTrue();
  }

  @Test
  void commentsIdsAndRetryTimesNeverPass() {
    // Given
    String upstream =
        ": OPENROUTER PROCESSING\n\nid: 1\nretry: 5\ndata: "
            + HEL
            + "\n\n:\n\ndata:"
            + STOP
            + "\nid:2\n\n: ping - 1\n\n"
            + events(DONE);
    // When
    Outcome outcome = everyWay(chat(), upstream);
    // Then
    assertThat(outcome.out()).isEqualTo(events(HEL, STOP, DONE));
  }

  @Test
  void commentsAreNoProgressAndEventsAre() {
    // Given
    AnswerStream stream = Streams.open(chat());
    // When
    Step comment = stream.feed(utf8(": still here\n\n"));
    Step half = stream.feed(utf8("data: "));
    Step event = stream.feed(utf8(ROLE + "\n\n"));
    // Then
    assertThat(comment.progress()).isFalse();
    assertThat(half.progress()).isFalse();
    assertThat(event.progress()).isTrue();
  }

  @Test
  void dataInSeveralLinesIsPutInOne() {
    // Given
    String upstream =
        "data: {\"id\":\"c1\",\"object\":\"o\",\"created\":5,\ndata: \"model\":\"m\",\ndata: \"choices\":[]}\n\n";
    // When
    Outcome outcome = everyWay(chat(), upstream + events(STOP, DONE));
    // Then
    assertThat(outcome.out())
        .isEqualTo(
            events(
                "{\"id\":\"c1\",\"object\":\"o\",\"created\":5, \"model\":\"shown\", \"choices\":[]}",
                STOP,
                DONE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"content\":\"x\"",
        "\"content\":\" \"",
        "\"reasoning_content\":\"x\"",
        "\"reasoning\":\"x\"",
        "\"refusal\":\"x\"",
        "\"function_call\":{\"name\":\"f\"}",
        "\"audio\":{\"id\":\"a\"}",
        "\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\"}}]"
      })
  void firstContentIsWhateverAnAnswerIsMadeOf(String content) {
    assertThat(contentAfter(delta("\"role\":\"assistant\"," + content))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"content\":\"\"",
        "\"content\":null",
        "\"reasoning_content\":\"\",\"refusal\":null",
        "\"tool_calls\":[ ]",
        "\"tool_calls\":null",
        "\"annotations\":[1]",
        "\"x\":{\"content\":\"y\"}"
      })
  void aRoleWithNothingInItIsNoContent(String nothing) {
    assertThat(contentAfter(delta("\"role\":\"assistant\"," + nothing))).isFalse();
  }

  @Test
  void aFinishReasonIsContentAndAnEmptyOneIsNone() {
    assertThat(contentAfter(finish("length"))).isTrue();
    assertThat(contentAfter(finish(""))).isFalse();
  }

  @Test
  void contentStaysSeenInLaterSteps() {
    // Given
    AnswerStream stream = Streams.open(chat());
    Step first = stream.feed(utf8(events(HEL)));
    // When
    Step second = stream.feed(utf8(": comment\n\n"));
    // Then
    assertThat(first.content()).isTrue();
    assertThat(second.content()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | {\"id\":\"chatcmpl-minted\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"shown\",\"choices\":[]}",
        "{ \"x\":1 } | {\"id\":\"chatcmpl-minted\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"shown\",\"choices\":[], \"x\":1 }",
        "{\"id\":\"i\",\"object\":\"o\",\"created\":1,\"model\":\"m\"} | {\"choices\":[],\"id\":\"i\",\"object\":\"o\",\"created\":1,\"model\":\"shown\"}",
        "{\"id\":null,\"object\":\"o\",\"created\":null,\"model\":null,\"choices\":null} | {\"id\":\"chatcmpl-minted\",\"object\":\"o\",\"created\":1700000000,\"model\":\"shown\",\"choices\":[]}",
        "{\"id\":\"i\",\"object\":\"o\",\"created\":1,\"model\":\"m\",\"choices\":[],\"error\":null} | {\"id\":\"i\",\"object\":\"o\",\"created\":1,\"model\":\"shown\",\"choices\":[]}",
        "{\"error\" : null , \"id\":\"i\",\"object\":\"o\",\"created\":1,\"model\":\"m\",\"choices\":[]} | { \"id\":\"i\",\"object\":\"o\",\"created\":1,\"model\":\"shown\",\"choices\":[]}",
        "{\"id\":\"i\",\"error\":false,\"object\":\"o\",\"created\":1,\"model\":\"shown\",\"choices\":[]} | {\"id\":\"i\",\"object\":\"o\",\"created\":1,\"model\":\"shown\",\"choices\":[]}",
        "{\"error\":\"\"} | {\"id\":\"chatcmpl-minted\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"shown\",\"choices\":[]}",
        "{\"id\":\"\",\"object\":\"\",\"created\":0,\"model\":\"\",\"choices\":[]} | {\"id\":\"\",\"object\":\"\",\"created\":0,\"model\":\"shown\",\"choices\":[]}",
      })
  void aChunkGetsWhatClientsNeedAndLosesAnErrorThatIsNone(String upstream, String sent) {
    // When
    Outcome outcome = everyWay(chat(), events(upstream, STOP, DONE));
    // Then
    assertThat(outcome.out()).isEqualTo(events(sent, STOP, DONE));
  }

  @Test
  void aCompletionsStreamPassesLikeAChats() {
    // Given
    String text =
        "{\"id\":\"c\",\"object\":\"text_completion\",\"created\":1,\"model\":\"shown\","
            + "\"choices\":[{\"index\":0,\"text\":\"TEXT\",\"finish_reason\":REASON}]}";
    String first = text.replace("TEXT", "Hel").replace("REASON", "null");
    String last = text.replace("TEXT", "").replace("REASON", "\"stop\"");
    // When
    Outcome outcome = everyWay(completion(), events(first, last, DONE));
    // Then
    assertThat(outcome)
        .isEqualTo(new Outcome(events(first, last, DONE), true, true, null, Usage.UNKNOWN));
  }

  @Test
  void aCompletionsChunkWithoutTextIsNoContent() {
    // Given
    AnswerStream stream = Streams.open(completion());
    // When
    Step empty = stream.feed(utf8(events(chunk("{\"index\":0,\"text\":\"\"}"))));
    Step text = stream.feed(utf8(events(chunk("{\"index\":0,\"text\":\"x\"}"))));
    // Then
    assertThat(empty.content()).isFalse();
    assertThat(text.content()).isTrue();
  }

  @Test
  void anEndWithoutMarkerIsCompleteWhereEveryChoiceHasFinished() {
    // When
    Outcome outcome = everyWay(chat(), events(HEL, STOP));
    // Then
    assertThat(outcome)
        .isEqualTo(new Outcome(events(HEL, STOP, DONE), true, true, null, Usage.UNKNOWN));
  }

  @Test
  void anEndWithoutMarkerIsAFailureWhereAChoiceHasNotFinished() {
    // Given
    String second = HEL.replace("\"index\":0", "\"index\":1");
    // When
    Outcome cut = everyWay(chat(), events(HEL, second, STOP));
    Outcome marked = everyWay(chat(), events(HEL, second, STOP, DONE));
    // Then
    assertThat(cut.failure()).isEqualTo("the provider's stream ended without a finish_reason");
    assertThat(marked.complete()).isTrue();
  }

  @Test
  void theLastEventCountsThoughItsBlankLineIsMissing() {
    // When
    Outcome outcome = everyWay(chat(), events(HEL, STOP) + "data: [DONE]");
    // Then
    assertThat(outcome.out()).isEqualTo(events(HEL, STOP, DONE));
    assertThat(outcome.complete()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[DONE] ", "[DONE]\r"})
  void theEndMarkerIsSentAsClientsCompareIt(String marker) {
    assertThat(everyWay(chat(), events(STOP, marker)).out()).isEqualTo(events(STOP, DONE));
  }

  @Test
  void whatComesAfterTheEndMarkerIsDropped() {
    // When
    Outcome outcome = everyWay(chat(), events(HEL, STOP, DONE, HEL, "not json"));
    // Then
    assertThat(outcome.out()).isEqualTo(events(HEL, STOP, DONE));
    assertThat(outcome.complete()).isTrue();
    assertThat(outcome.failure()).isNull();
  }

  private static boolean contentAfter(String data) {
    return Streams.open(chat()).feed(utf8(events(data))).content();
  }
}
