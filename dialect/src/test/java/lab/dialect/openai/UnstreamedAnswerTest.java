package lab.dialect.openai;

import static lab.dialect.openai.Streams.chat;
import static lab.dialect.openai.Streams.chatWithUsage;
import static lab.dialect.openai.Streams.completion;
import static lab.dialect.openai.Streams.events;
import static lab.dialect.openai.Streams.everyWay;
import static lab.dialect.openai.Streams.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import lab.contract.Usage;
import lab.dialect.AnswerStream;
import lab.dialect.AnswerStream.Step;
import lab.dialect.Failure;
import lab.dialect.frame.SseSplitter;
import lab.dialect.openai.Streams.Outcome;
import org.junit.jupiter.api.Test;

/** A whole JSON answer to a call that wanted a stream. */
class UnstreamedAnswerTest {
  private static final String HEAD =
      "{\"object\":\"chat.completion.chunk\",\"id\":\"c9\",\"created\":5,\"model\":\"shown\",\"system_fingerprint\":\"fp\",";
  private static final String USAGE =
      "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}";
  private static final String WHOLE =
      " \n{\"id\":\"c9\",\"object\":\"chat.completion\",\"created\":5,\"model\":\"up\",\"system_fingerprint\":\"fp\",\"error\":null,"
          + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hél\",\"refusal\":null,"
          + "\"reasoning_content\":\"hm\",\"tool_calls\":[{\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},"
          + "\"logprobs\":null,\"finish_reason\":\"tool_calls\"}],"
          + USAGE
          + "}\n";

  @Test
  void itBecomesTheStreamThatItShouldHaveBeen() {
    // When
    Outcome outcome = everyWay(chatWithUsage(), WHOLE);
    // Then
    assertThat(outcome.out())
        .isEqualTo(
            events(
                delta("\"role\":\"assistant\""),
                delta("\"reasoning_content\":\"hm\""),
                delta("\"content\":\"Hél\""),
                delta(
                    "\"tool_calls\":[{\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"},\"index\":0}]"),
                HEAD
                    + "\"choices\":[{\"index\":0,\"logprobs\":null,\"finish_reason\":\"tool_calls\",\"delta\":{}}]}",
                HEAD + USAGE + ",\"choices\":[]}",
                "[DONE]"));
    assertThat(outcome.complete()).isTrue();
    assertThat(outcome.content()).isTrue();
    assertThat(outcome.usage()).isEqualTo(new Usage(7, 3));
  }

  @Test
  void itsUsageIsWithheldFromAClientThatDidNotAsk() {
    // When
    Outcome outcome = everyWay(chat(), WHOLE);
    // Then
    assertThat(outcome.out()).doesNotContain("usage");
    assertThat(outcome.usage()).isEqualTo(new Usage(7, 3));
  }

  @Test
  void itsBytesAreProgressButNoContentYet() {
    // Given
    AnswerStream stream = Streams.open(chat());
    // When
    Step step = stream.feed(utf8("{\"id\":"));
    // Then
    assertThat(step.progress()).isTrue();
    assertThat(step.content()).isFalse();
    assertThat(step.out()).isEmpty();
  }

  @Test
  void aTextCompletionBecomesAStreamToo() {
    // Given
    String whole =
        "{\"id\":\"c\",\"object\":\"text_completion\",\"created\":1,\"model\":\"m\","
            + "\"choices\":[{\"text\":\"Hel\",\"index\":0,\"finish_reason\":\"stop\"}]}";
    // When
    Outcome outcome = everyWay(completion(), whole);
    // Then
    assertThat(outcome.out())
        .isEqualTo(
            events(
                "{\"object\":\"text_completion\",\"id\":\"c\",\"created\":1,\"model\":\"shown\","
                    + "\"choices\":[{\"text\":\"Hel\",\"index\":0,\"finish_reason\":\"stop\"}]}",
                "[DONE]"));
  }

  @Test
  void whatIsLargeBesideItsChoicesIsSentOnce() {
    // Given
    String prompt = "\"prompt_token_ids\":[1,2,3],";
    // When
    Outcome outcome = everyWay(chat(), WHOLE.replace("\"error\":null,", prompt));
    // Then
    assertThat(outcome.out().split("prompt_token_ids", -1)).hasSize(2);
    assertThat(outcome.out().split("system_fingerprint", -1)).hasSizeGreaterThan(3);
  }

  @Test
  void anErrorInItIsAFailure() {
    // When
    Outcome outcome = everyWay(chat(), "{\"error\":{\"message\":\"boom\"}}");
    // Then
    assertThat(outcome.failure()).isNotNull();
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void itHasALimitLikeAnEvent() {
    // Given
    AnswerStream stream = Streams.open(chat());
    byte[] piece = utf8("{\"x\":\"" + "y".repeat(SseSplitter.LONGEST_EVENT / 2));
    Step first = stream.feed(piece);
    // When
    Step second = stream.feed(piece);
    // Then
    assertThat(first.failure()).isNull();
    assertThat(second.failure())
        .isNotNull()
        .returns("the provider's answer is too long", Failure::message);
  }

  private static String delta(String delta) {
    return HEAD + "\"choices\":[{\"index\":0,\"delta\":{" + delta + "},\"finish_reason\":null}]}";
  }
}
