package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A question that has been answered is answered again without a provider, as its client wants. */
class CacheTest extends WithCache {
  @Test
  void theSameQuestionIsAnsweredOnce() throws Exception {
    // Given
    CacheLab.Question question = cached.question("m");
    Answer first = question.ask("");
    int before = cached.asked();

    // When
    Answer again = question.ask(" , \"user\" : \"anna\" , \"stream\": false");

    // Then
    assertThat(cached.asked()).isEqualTo(before);
    assertThat(first.headers()).containsEntry("x-lab-cache", "MISS").doesNotContainKey("age");
    assertThat(again.headers())
        .containsEntry("x-lab-cache", "HIT")
        .containsEntry("age", "0")
        .containsEntry("x-lab-provider", "good")
        .containsEntry("x-litellm-cache-key", first.headers().get("x-litellm-cache-key"));
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(cached.lab().finished(again).attempts()).isZero();
  }

  @Test
  void anotherQuestionIsAnother() throws Exception {
    // Given
    CacheLab.Question question = cached.question("m");
    Answer unused = question.ask("");

    // When
    Answer warmer = question.ask(",\"temperature\":0.7");

    // Then
    assertThat(warmer.header("x-lab-cache")).isEqualTo("MISS");
  }

  @Test
  void aStreamIsPlayedAgainWithItsChunks() throws Exception {
    // Given
    CacheLab.Question question = cached.question("m");
    var unused = cached.lab().script("good", CacheLab.stream());
    Answer first = question.ask(",\"stream\":true");

    // When
    Answer again = question.ask(",\"stream\":true");

    // Then
    assertThat(again.header("x-lab-cache")).isEqualTo("HIT");
    assertThat(again.header("content-type")).startsWith("text/event-stream");
    assertThat(again.events()).isEqualTo(first.events()).hasSize(6);
    assertThat(again.body()).doesNotContain("usage");
  }

  @Test
  void aStreamIsPlayedAgainAsSlowlyAsItCameForThoseWhoWantThat() throws Exception {
    // Given
    CacheLab.Question question = cached.question("m");
    Duration pause = Duration.ofMillis(300);
    var unused = cached.lab().script("good", CacheLab.stream(pause));
    Answer first = question.ask(",\"stream\":true");
    Instant begun = Instant.now();

    // When
    Answer again = question.ask(",\"stream\":true,\"cache\":{\"replay\":\"paced\"}");

    // Then
    assertThat(again.header("x-lab-cache")).isEqualTo("HIT");
    assertThat(again.events()).isEqualTo(first.events());
    // Two pauses, each told to the millisecond.
    assertThat(Duration.between(begun, Instant.now()))
        .isGreaterThan(pause.multipliedBy(3).dividedBy(2));
  }

  @Test
  void aKeptStreamTellsItsUsageToThoseWhoAskAndToNobodyElse() throws Exception {
    // Given
    CacheLab.Question question = cached.question("m");
    var unused = cached.lab().script("good", CacheLab.stream());
    Answer first = question.ask(",\"stream\":true");

    // When
    Answer wanted = question.ask(",\"stream\":true,\"stream_options\":{\"include_usage\":true}");

    // Then
    assertThat(first.body()).doesNotContain("usage");
    assertThat(wanted.header("x-lab-cache")).isEqualTo("HIT");
    assertThat(wanted.chunks().getLast().getJsonObject("usage").getInteger("total_tokens"))
        .isEqualTo(10);
    assertThat(wanted.events().getLast()).isEqualTo("data: [DONE]");
  }

  @Test
  void aKeptStreamIsAWholeAnswerForThoseWhoWantOne() throws Exception {
    // Given
    CacheLab.Question question = cached.question("m");
    var unused = cached.lab().script("good", CacheLab.stream());
    Answer first = question.ask(",\"stream\":true");

    // When
    Answer whole = question.ask("");

    // Then
    assertThat(first.said()).isEqualTo("Hello");
    assertThat(whole.header("x-lab-cache")).isEqualTo("HIT");
    assertThat(whole.said()).isEqualTo("Hello");
    assertThat(whole.body()).contains("\"reasoning_content\":\"hm\"", "\"total_tokens\":10");
  }

  @Test
  void aKeptWholeAnswerIsAStreamForThoseWhoWantOne() throws Exception {
    // Given
    CacheLab.Question question = cached.question("m");
    Answer first = question.ask("");

    // When
    Answer streamed = question.ask(",\"stream\":true");

    // Then
    assertThat(streamed.header("x-lab-cache")).isEqualTo("HIT");
    assertThat(streamed.said()).isEqualTo(first.said());
    assertThat(streamed.events().getLast()).isEqualTo("data: [DONE]");
  }
}
