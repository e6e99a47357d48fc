package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What makes two requests the same question besides their words: what the rules for them read. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CacheKeyTest {
  private static final String MAPPINGS = "model-mappings.yaml";

  private Path folder;
  private Lab lab;
  private int questions;

  @BeforeAll
  void start(@TempDir Path files) throws Exception {
    folder = files;
    lab =
        Lab.start(
            files,
            Map.of(
                "gateway.yaml",
                "litellm_settings: {num_retries: 0, cache: true}",
                "providers.yaml",
                """
                health_checks: {enabled: false}
                providers:
                  good: {type: vllm, base_url: "@good", models: [m, other]}
                """,
                MAPPINGS,
                mappings("m")));
    lab.provider("good").otherwise(CacheLab.whole());
  }

  @AfterAll
  void close() {
    lab.close();
  }

  /** Rules that read facts for one name, and one for another name. */
  private static String mappings(String behindOther) {
    return """
    load_balancing:
      reads:
        providers:
          - {provider: good, preferred_model: m, weight: 0.2, condition: header.x-team == "night"}
          - {provider: good, preferred_model: m, weight: 0.2, condition: metadata.plan == "gold"}
          - {provider: good, preferred_model: m, weight: 0.2, condition: user == "anna"}
          - {provider: good, preferred_model: m, weight: 0.2, condition: stream}
          - {provider: good, preferred_model: other, weight: 0.2}
    exact_matches:
      plain: {provider: good, backend_model: m}
      another: {provider: good, backend_model: %s}
    """
        .formatted(behindOther);
  }

  private static String body(String model, int question, String more) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"q %d\"}]%s}"
        .formatted(model, question, more);
  }

  private String outcome(String model, String more, String header) throws Exception {
    Answer answer = lab.ask(body(model, questions, more), header);
    assertThat(answer.status()).isEqualTo(200);
    return String.valueOf(answer.header("x-lab-cache"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "reads | `` | x-team: night | MISS",
        "plain | `` | x-team: night | HIT",
        "reads | `` | x-shift: night | HIT",
        "reads | `,\"metadata\":{\"plan\":\"gold\"}` | x-none: 1 | MISS",
        "plain | `,\"metadata\":{\"plan\":\"gold\"}` | x-none: 1 | HIT",
        "reads | `,\"metadata\":{\"colour\":\"gold\"}` | x-none: 1 | HIT",
        "reads | `,\"user\":\"anna\"` | x-none: 1 | MISS",
        "plain | `,\"user\":\"anna\"` | x-none: 1 | HIT",
        "reads | `,\"stream\":true` | x-none: 1 | MISS",
        "plain | `,\"stream\":true` | x-none: 1 | HIT",
      })
  void whatTheRulesForANameReadCountsAndNothingElse(
      String model, String more, String header, String outcome) throws Exception {
    // Given
    questions++;
    assertThat(outcome(model, "", "x-none: 1")).isEqualTo("MISS");

    // When
    String again = outcome(model, more, header);

    // Then
    assertThat(again).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "x-team: night, MISS",
    "x-shift: night, HIT",
    "x-capability: none, MISS",
    "x-litellm-tags: a, HIT",
    "cache-control: no-cache, BYPASS",
    "cache-control: max-age=0, MISS",
    "cache-control: no-store, HIT",
    "x-none: 1, HIT",
  })
  void theSameBytesMeanWhatTheirHeadersSayEachTimeTheyCome(String header, String outcome)
      throws Exception {
    // Given: often enough that nobody reads them any more
    questions++;
    assertThat(outcome("reads", "", "x-none: 1")).isEqualTo("MISS");
    for (int i = 0; i < 3; i++) {
      assertThat(outcome("reads", "", "x-none: 1")).isEqualTo("HIT");
    }

    // When
    String again = outcome("reads", "", header);

    // Then
    assertThat(again).isEqualTo(outcome);
    assertThat(outcome("reads", "", "x-none: 1")).isEqualTo("HIT");
  }

  @Test
  void anotherNameIsAnotherQuestionEvenWhereTheSameModelServesIt() throws Exception {
    // Given
    questions++;
    assertThat(outcome("plain", "", "x-none: 1")).isEqualTo("MISS");

    // When
    String other = outcome("another", "", "x-none: 1");

    // Then
    assertThat(other).isEqualTo("MISS");
  }

  @Test
  void aReloadKeepsTheAnswersOfAllNamesWhoseRulesItDoesNotChange() throws Exception {
    // Given
    questions++;
    assertThat(outcome("plain", "", "x-none: 1")).isEqualTo("MISS");
    assertThat(outcome("another", "", "x-none: 1")).isEqualTo("MISS");
    for (int i = 0; i < 3; i++) {
      assertThat(outcome("another", "", "x-none: 1")).isEqualTo("HIT");
    }
    Path unused = Files.writeString(folder.resolve(MAPPINGS), mappings("other"));

    // When
    try (Client operator = lab.client()) {
      assertThat(operator.post("/admin/reload", "").answer().status()).isEqualTo(200);
    }

    // Then
    assertThat(outcome("plain", "", "x-none: 1")).isEqualTo("HIT");
    assertThat(outcome("another", "", "x-none: 1")).isEqualTo("MISS");
  }
}
