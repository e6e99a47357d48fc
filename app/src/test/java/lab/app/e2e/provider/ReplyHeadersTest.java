package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lab.testkit.answers.Answers;
import lab.testkit.answers.Refusals;
import lab.testkit.script.Reply;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer's headers tell of its way. */
class ReplyHeadersTest extends WithLab {
  private static final String MILLIS = "\\d+\\.\\d{3}";
  private static final List<String> OF_THE_ANSWER =
      List.of("x-litellm-model-id", "x-litellm-model-api-base", "x-lab-provider", "x-lab-model");

  @Override
  Map<String, String> files() {
    return Map.of(
        "gateway.yaml",
        "litellm_settings: {num_retries: 1}\n",
        "providers.yaml",
        """
        health_checks: {enabled: false}
        providers:
          good: {type: vllm, base_url: "@good/base", models: [m, "m\\u00e9"]}
          bad: {type: vllm, base_url: "@bad", models: [broken]}
          other: {type: ollama, base_url: "@other", models: [o]}
        """,
        "model-mappings.yaml",
        """
        exact_matches:
          pair: {provider: bad, backend_model: broken, fallback: m}
          alone: {provider: bad, backend_model: broken}
        fallback_chains:
          alone: []
        """);
  }

  @Override
  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    super.start(folder);
    lab.provider("good").otherwise(answer());
    lab.provider("bad").otherwise(Refusals.openAiServerError());
  }

  private static Reply answer() {
    return Answers.chat(Flavour.OPENAI, "m", Said.words("Hello"));
  }

  @Test
  void anAnswerTellsWhoGaveItAndWhatItTook() throws Exception {
    // When
    Answer answer = lab.chat("m", false, "x-litellm-call-id: mine");

    // Then
    String address = lab.provider("good").address() + "/base";
    assertThat(answer.headers())
        .containsEntry("x-litellm-call-id", "mine")
        .containsEntry("x-request-id", "mine")
        .containsEntry("x-litellm-model-id", "good/m")
        .containsEntry("x-litellm-model-group", "m")
        .containsEntry("x-litellm-model-api-base", address)
        .containsEntry("x-litellm-attempted-retries", "0")
        .containsEntry("x-litellm-attempted-fallbacks", "0")
        .containsEntry("x-lab-provider", "good")
        .containsEntry("x-lab-attempts", "good:ok");
    double took = millis(answer, "x-litellm-response-duration-ms");
    assertThat(millis(answer, "x-litellm-overhead-duration-ms")).isBetween(0.0, took);
  }

  @Test
  void aRequestHasTheNameThatAProxyBeforeTheNodeGaveIt() throws Exception {
    // When
    Answer named = lab.chat("m", false, "x-request-id: of-the-proxy");
    Answer odd = lab.chat("m", false, "x-request-id: two words");

    // Then
    assertThat(named.header("x-request-id")).isEqualTo("of-the-proxy");
    assertThat(named.header("x-litellm-call-id")).isEqualTo("of-the-proxy");
    assertThat(odd.header("x-request-id")).isNotBlank().doesNotContain(" ");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void secondTriesAndFallbacksAreCounted(boolean streamed) throws Exception {
    // Given
    if (streamed) {
      lab.provider("good").then(Wire.VLLM.good("Hello"));
    }

    // When
    Answer answer = lab.chat("pair", streamed);

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers())
        .containsEntry("x-litellm-model-group", "pair")
        .containsEntry("x-litellm-model-id", "good/m")
        .containsEntry("x-litellm-attempted-retries", "1")
        .containsEntry("x-litellm-attempted-fallbacks", "1")
        .containsEntry("x-lab-attempts", "bad:SERVER, bad:SERVER, good:ok");
    double took = millis(answer, "x-litellm-response-duration-ms");
    // The pause before the second try was no work of the gateway's.
    assertThat(millis(answer, "x-litellm-overhead-duration-ms")).isLessThan(took);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anErrorTellsWhatIsKnown(boolean streamed) throws Exception {
    // When
    Answer answer = lab.chat("alone", streamed, "x-litellm-num-retries: 0");

    // Then
    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.headers())
        .containsKey("x-litellm-call-id")
        .containsEntry("x-litellm-model-group", "alone")
        .containsEntry("x-litellm-attempted-fallbacks", "0")
        .containsEntry("x-lab-attempts", "bad:SERVER")
        .containsKey("x-litellm-overhead-duration-ms")
        .doesNotContainKeys(OF_THE_ANSWER.toArray(new String[0]));
  }

  @Test
  void anUnreadableRequestHasAnIdAtLeast() throws Exception {
    // When
    Answer answer = lab.ask("{");

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.headers())
        .containsKey("x-litellm-call-id")
        .doesNotContainKey("x-lab-strategy");
  }

  @Test
  void whatAProviderSaysUnderTheseNamesIsDropped() throws Exception {
    // Given
    lab.provider("good")
        .then(
            answer()
                .header("x-litellm-model-id", "theirs")
                .header("x-litellm-response-cost", "7")
                .header("x-lab-provider", "theirs"));

    // When
    Answer answer = lab.chat("m", false);

    // Then
    assertThat(answer.headers())
        .containsEntry("x-litellm-model-id", "good/m")
        .containsEntry("x-lab-provider", "good")
        .doesNotContainKey("x-litellm-response-cost");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatAProviderWasNotToldIsNamed(boolean streamed) throws Exception {
    // Given
    lab.provider("other").then(streamed ? Wire.OLLAMA.good("Hello") : Wire.OLLAMA.whole("Hello"));
    String body =
        Lab.body("o", streamed)
            .replace("{\"model\"", "{\"logit_bias\":{\"7\":1},\"x\":1,\"model\"");

    // When
    Answer dropped = lab.ask(body);
    Answer passed = lab.ask(body.replace("\"o\"", "\"m\""));

    // Then
    assertThat(dropped.header("x-lab-dropped")).isEqualTo("logit_bias,x");
    assertThat(passed.header("x-lab-dropped")).isNull();
  }

  @Test
  void aNameThatFitsNoHeaderIsMadeToFit() throws Exception {
    // When
    Answer answer = lab.chat("mé", false);

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers())
        .containsEntry("x-litellm-model-id", "good/m?")
        .containsEntry("x-litellm-model-group", "m?");
  }

  @Test
  void aLongNameIsCut() throws Exception {
    // When
    Answer answer = lab.chat("n".repeat(1_000), false);

    // Then
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("x-litellm-model-group")).isEqualTo("n".repeat(512));
  }

  private static double millis(Answer answer, String header) {
    assertThat(answer.header(header)).matches(MILLIS);
    return Double.parseDouble(answer.header(header));
  }
}
