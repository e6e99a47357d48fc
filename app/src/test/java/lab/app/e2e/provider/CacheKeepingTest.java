package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;

import lab.testkit.answers.Answers;
import lab.testkit.answers.Refusals;
import lab.testkit.script.Reply;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept: complete good answers, and whose they are. */
class CacheKeepingTest extends WithCache {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"c\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hel\"},\"finish_reason\":null}]}",
        "{\"id\":\"c\",\"choices\":[]}"
      })
  void anAnswerWithoutItsEndIsNotKept(String body) throws Exception {
    // Given
    CacheLab.Question question = cached.question("m");
    var unused = cached.lab().script("good", Reply.json(200, body));
    Answer first = question.ask("");

    // When
    Answer second = question.ask("");

    // Then
    assertThat(first.status()).isEqualTo(200);
    assertThat(second.header("x-lab-cache")).isEqualTo("MISS");
  }

  @Test
  void aFailureIsNotKept() throws Exception {
    // Given
    CacheLab.Question question = cached.question("m");
    var unused = cached.lab().script("good", Refusals.openAiServerError());
    Answer failed = question.ask("");

    // When
    Answer second = question.ask("");

    // Then
    assertThat(failed.status()).isGreaterThanOrEqualTo(500);
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.header("x-lab-cache")).isEqualTo("MISS");
  }

  @Test
  void aStreamThatBreaksOffIsNotKept() throws Exception {
    // Given
    CacheLab.Question question = cached.question("m");
    var unused = cached.lab().script("good", CacheLab.events(CacheLab.STREAM.subList(0, 4)));
    Answer broken = question.ask(",\"stream\":true");

    // When
    Answer second = question.ask("");

    // Then
    assertThat(broken.errorInside()).isNotNull();
    assertThat(second.header("x-lab-cache")).isEqualTo("MISS");
  }

  @Test
  void anAnswerBeyondTheLargestEntryIsPassedOnAndNotKept() throws Exception {
    // Given
    CacheLab.Question question = cached.question("m");
    String large = "word ".repeat(20_000);
    var unused = cached.lab().script("good", Answers.chat(Flavour.OPENAI, "m", Said.words(large)));
    Answer first = question.ask("");

    // When
    Answer second = question.ask("");

    // Then
    assertThat(first.said()).isEqualTo(large);
    assertThat(second.header("x-lab-cache")).isEqualTo("MISS");
  }

  @Test
  void theAnswerOfAnotherModelThanTheFirstIsMarked() throws Exception {
    // Given
    CacheLab.Question question = cached.question("pair");
    Answer first = question.ask("");

    // When
    Answer again = question.ask("");

    // Then
    assertThat(first.header("x-lab-model")).isEqualTo("other");
    assertThat(again.headers())
        .containsEntry("x-lab-cache", "HIT")
        .containsEntry("x-lab-cache-fallback", "true")
        .containsEntry("x-lab-model", "other");
  }
}
