package lab.dialect.preview;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shown of an answer. */
class AnswerStartTest {
  private final AnswerStart start = new AnswerStart(4);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Hello\"}}]}",
        "{\"choices\":[{\"text\":\"Hello\"}]}",
        "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"Hello\"}]}",
        "{\"message\":{\"content\":\"Hello\"}}",
        "{\"response\":\"Hello\"}",
        "{\"object\":\"response\",\"output\":[{\"type\":\"message\",\"content\":[{\"text\":\"Hello\"}]}]}"
      })
  void aWholeAnswerOfAnyDialectBeginsWithItsText(String body) {
    start.whole(body.getBytes(UTF_8));

    assertThat(start.text()).isEqualTo("Hell");
  }

  @Test
  void piecesOfAStreamAreJoinedUntilItIsEnough() {
    // When
    say("data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n");
    assertThat(start.text()).isNull();
    say(
        """
        : ping

        event: x
        data: {"choices":[{"delta":{"content":"He"}}]}

        data: {"choices":[{"delta":{"content":"l"}}]}

        """);

    // Then
    assertThat(start.text()).isEqualTo("Hel");
    assertThat(start.isFull()).isFalse();
    say("data: {\"choices\":[{\"delta\":{\"content\":\"lo\"}}]}\n\ndata: [DONE]\n\n");
    assertThat(start.text()).isEqualTo("Hell");
    assertThat(start.isFull()).isTrue();
  }

  @Test
  void aPairIsNotCutInHalf() {
    say("data: {\"choices\":[{\"delta\":{\"content\":\"abc\uD83D\uDE00\"}}]}\n\n");

    assertThat(start.text()).isEqualTo("abc");
  }

  @Test
  void eventsOfResponsesAreReadOnce() {
    say("data: {\"type\":\"response.output_text.delta\",\"delta\":\"ab\"}\n\n");
    say("data: {\"type\":\"response.output_text.done\",\"text\":\"ab\"}\n\n");
    say("data: {\"type\":\"response.function_call_arguments.delta\",\"delta\":\"no\"}\n\n");

    assertThat(start.text()).isEqualTo("ab");
  }

  private void say(String events) {
    start.events(events.getBytes(UTF_8));
  }
}
