package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Clients that do not speak as OpenAI's do get kept answers too: those of their like. */
class CacheDialectsTest extends WithCache {
  private int questions;

  private Answer ask(Speaker speaker, boolean streamed) throws Exception {
    JsonObject body = speaker.withSystem(speaker.asks("m", streamed), "question " + questions);
    try (Client client = cached.lab().client()) {
      return client.post(speaker.path(), body.encode()).answer();
    }
  }

  private static String outcome(Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    return String.valueOf(answer.header("x-lab-cache"));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "RESPONSES")
  void theSameQuestionIsAnsweredAsItWas(Speaker speaker) throws Exception {
    // Given
    questions++;
    Answer first = ask(speaker, false);

    // When
    Answer again = ask(speaker, false);

    // Then
    assertThat(outcome(first)).isEqualTo("MISS");
    assertThat(outcome(again)).isEqualTo("HIT");
    assertThat(again.body()).isEqualTo(first.body());
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "RESPONSES")
  void aStreamIsPlayedAgainAsItCame(Speaker speaker) throws Exception {
    // Given
    questions++;
    var unused = cached.lab().script("good", CacheLab.stream());
    Answer first = ask(speaker, true);

    // When
    Answer again = ask(speaker, true);

    // Then
    assertThat(outcome(first)).isEqualTo("MISS");
    assertThat(outcome(again)).isEqualTo("HIT");
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.header("content-type")).isEqualTo(first.header("content-type"));
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"OPENAI", "RESPONSES"})
  void anAnswerInOneFormIsNoneForAnother(Speaker speaker) throws Exception {
    // Given
    questions++;
    assertThat(outcome(ask(speaker, false))).isEqualTo("MISS");

    // When
    String streamed = outcome(ask(speaker, true));
    String asOpenAi = outcome(ask(Speaker.OPENAI, false));

    // Then
    assertThat(streamed).isEqualTo("MISS");
    assertThat(asOpenAi).isEqualTo("MISS");
  }

  @Test
  void responsesAreNeverGivenAgain() throws Exception {
    // Given
    questions++;
    Answer first = ask(Speaker.RESPONSES, false);

    // When
    Answer again = ask(Speaker.RESPONSES, false);

    // Then
    assertThat(outcome(first)).isEqualTo("BYPASS");
    assertThat(outcome(again)).isEqualTo("BYPASS");
    assertThat(again.json().getString("id")).isNotEqualTo(first.json().getString("id"));
  }
}
