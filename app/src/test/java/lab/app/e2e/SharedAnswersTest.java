package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import lab.config.KeyHash;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that are kept for all callers, whatever their keys are. */
class SharedAnswersTest extends WithScriptedNode {
  private static final String ONE = "sk-one-key-of-this-test";
  private static final String OTHER = "sk-other-key-of-this-test";

  @Override
  @BeforeAll
  void startNode(@TempDir Path folder) throws Exception {
    super.startNode(folder);
    provider.otherwise(said("Hello to all"));
  }

  @Override
  Map<String, String> files() {
    return Map.of("providers.yaml", providers(), "gateway.yaml", gateway(), "keys.yaml", keys());
  }

  @Override
  String gateway() {
    return """
    general_settings:
      master_key: sk-master-key-of-this-test
    litellm_settings:
      cache: true
      cache_params: {shared: true}
    """;
  }

  private static String keys() {
    return """
    keys:
      one: {sha256: %s}
      other: {sha256: %s}
    """
        .formatted(KeyHash.of(ONE).hex(), KeyHash.of(OTHER).hex());
  }

  private Answer ask(String key, String words) throws Exception {
    String body =
        "{\"model\":\"test-model\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(words);
    return ask(Wire.post(CHAT, "x-api-key: " + key + "\r\n", body));
  }

  @Test
  void aKeptAnswerIsGivenToACallerWithAnotherKey() throws Exception {
    // Given
    Answer first = ask(ONE, "Is this for all?");

    // When
    Answer second = ask(OTHER, "Is this for all?");

    // Then
    assertThat(first.header("x-lab-cache")).isEqualTo("MISS");
    assertThat(second.header("x-lab-cache")).isEqualTo("HIT");
    assertThat(second.body()).isEqualTo(first.body());
  }
}
