package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What comes of each wish in a request's field {@code cache}, where caching is on wish only. */
class CacheWishesTest extends WithCache {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Override
  String params() {
    return "mode: default_off, models: {other: true}";
  }

  /** The answer to a question that says {@code use-cache}, and this. */
  private static Answer ask(CacheLab.Question question, String more) throws Exception {
    return question.ask(",\"cache\":{\"use-cache\":true" + more + "}");
  }

  private static String outcome(CacheLab.Question question, String more) throws Exception {
    return String.valueOf(ask(question, more).header("x-lab-cache"));
  }

  @Test
  void useCacheTakesPartAndNobodyElseDoes() throws Exception {
    // Given
    CacheLab.Question question = cached.question("m");
    Answer without = question.ask("");

    // When
    String first = outcome(question, "");
    String second = outcome(question, "");

    // Then
    assertThat(without.headers())
        .containsEntry("x-lab-cache", "BYPASS")
        .doesNotContainKey("x-litellm-cache-key");
    assertThat(first).isEqualTo("MISS");
    assertThat(second).isEqualTo("HIT");
    assertThat(question.ask("").header("x-lab-cache")).isEqualTo("BYPASS");
  }

  @Test
  void aNameThatIsSwitchedOnIsKeptWithoutAWish() throws Exception {
    // Given
    CacheLab.Question question = cached.question("other");
    Answer first = question.ask("");

    // When
    Answer second = question.ask("");

    // Then
    assertThat(first.header("x-lab-cache")).isEqualTo("MISS");
    assertThat(second.header("x-lab-cache")).isEqualTo("HIT");
  }

  @Test
  void noCacheAsksAnewAndTheNewAnswerIsKept() throws Exception {
    // Given
    CacheLab.Question question = cached.question("m");
    Answer old = ask(question, "");
    var unused = cached.lab().script("good", CacheLab.stream());

    // When
    Answer anew = question.ask(",\"stream\":true,\"cache\":{\"use-cache\":true,\"no-cache\":true}");

    // Then
    Answer kept = ask(question, "");
    assertThat(anew.header("x-lab-cache")).isEqualTo("BYPASS");
    assertThat(kept.header("x-lab-cache")).isEqualTo("HIT");
    assertThat(old.body()).doesNotContain("reasoning_content");
    assertThat(kept.body()).contains("reasoning_content");
  }

  @Test
  void ttlIsHowLongAnAnswerIsKept() throws Exception {
    // Given
    CacheLab.Question question = cached.question("m");
    String first = outcome(question, ",\"ttl\":3");

    // When
    String soon = outcome(question, "");

    // Then
    assertThat(first).isEqualTo("MISS");
    assertThat(soon).isEqualTo("HIT");
    await().atMost(PATIENCE).until(() -> outcome(question, "").equals("MISS"));
  }

  @Test
  void ageIsHowLongAnAnswerHasBeenKeptAndSMaxageWhatIsBorneOfIt() throws Exception {
    // Given
    CacheLab.Question question = cached.question("m");
    Answer first = ask(question, "");

    // When
    await().atMost(PATIENCE).until(() -> "1".equals(ask(question, "").header("age")));

    // Then
    assertThat(first.header("age")).isNull();
    assertThat(outcome(question, ",\"s-maxage\":3600")).isEqualTo("HIT");
    assertThat(outcome(question, ",\"s-maxage\":1")).isEqualTo("MISS");
  }

  @Test
  void aNamespaceIsASpaceOfItsOwn() throws Exception {
    // Given
    CacheLab.Question question = cached.question("m");
    String usual = outcome(question, "");

    // When
    Answer first = ask(question, ",\"namespace\":\"mine\"");
    Answer second = ask(question, ",\"namespace\":\"mine\"");

    // Then
    assertThat(usual).isEqualTo("MISS");
    assertThat(first.header("x-lab-cache")).isEqualTo("MISS");
    assertThat(second.header("x-lab-cache")).isEqualTo("HIT");
    assertThat(second.header("x-litellm-cache-key")).startsWith("mine:");
  }
}
