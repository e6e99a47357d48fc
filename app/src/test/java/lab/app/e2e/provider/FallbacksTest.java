package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lab.testkit.answers.Refusals;
import lab.testkit.script.Received;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is tried after the first, and in which order: every provider here fails. */
class FallbacksTest extends WithLab {
  private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

  @Override
  Map<String, String> files() {
    return Map.of(
        "gateway.yaml",
        """
        litellm_settings: {num_retries: 0}
        router_settings: {model_group_alias: {nick: chained}}
        """,
        "providers.yaml",
        """
        health_checks: {enabled: false}
        providers:
          a: {type: vllm, base_url: "@a", models: [model-a]}
          b: {type: ollama, base_url: "@b", models: [model-b]}
          c: {type: vllm, base_url: "@c", models: [model-c]}
          d: {type: vllm, base_url: "@d", models: [model-d]}
        """,
        "model-mappings.yaml",
        """
        exact_matches:
          chained: {provider: a, backend_model: model-a, fallback: model-d}
          terminal: {provider: a, backend_model: model-a, fallback: model-d}
          plain: {provider: a, backend_model: model-a}
        fallback_chains:
          chained: [model-b, c]
          terminal: []
          default: [model-d]
        """);
  }

  @Override
  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    super.start(folder);
    for (String name : List.of("a", "b", "c", "d")) {
      lab.provider(name).otherwise(Refusals.openAiServerError());
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "chained  |                                              | a b c d",
        "nick     |                                              | a b c d",
        "plain    |                                              | a d",
        "terminal |                                              | a",
        "chained  | \"disable_fallbacks\":true,                  | a",
        "chained  | \"fallbacks\":[\"model-c\"],                 | a c b d",
        "terminal | \"fallbacks\":[\"model-c\",\"model-b\"],     | a c b",
        "terminal | \"fallbacks\":[{\"model\":\"model-c\"}],     | a c",
        "chained  | \"fallbacks\":[\"model-c\"],\"disable_fallbacks\":true, | a",
      },
      delimiter = '|')
  void afterTheFirstComeTheOthersInTheirOrder(String model, String fields, String tried)
      throws Exception {
    // When
    String extra = fields == null ? "" : fields;
    Answer answer = lab.ask("{%s\"model\":\"%s\",%s}".formatted(extra, model, MESSAGES));

    // Then
    assertThat(answer.header("x-lab-attempts"))
        .as(answer.body())
        .isEqualTo(tried.replace(" ", ":SERVER, ") + ":SERVER");
  }

  @Test
  void whatOnlyTheGatewayKnowsIsNotSentToAProvider() throws Exception {
    // Given
    int before = lab.provider("a").requests().size();

    // When
    Answer answer =
        lab.ask(
            "{\"fallbacks\":[], \"model\":\"plain\", %s, \"disable_fallbacks\":true}"
                .formatted(MESSAGES));

    // Then
    assertThat(answer.status()).isEqualTo(502);
    Received sent = lab.provider("a").requests().get(before);
    assertThat(sent.text()).isEqualTo("{ \"model\":\"model-a\", %s}".formatted(MESSAGES));
  }
}
