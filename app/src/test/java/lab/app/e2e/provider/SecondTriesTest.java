package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lab.testkit.answers.Refusals;
import lab.testkit.script.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Second tries: one per candidate, so many in a whole request, and only where they may help. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecondTriesTest {
  private static final List<String> PROVIDERS = List.of("one", "two", "three", "never", "once");

  private Lab lab;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    Map<String, String> files =
        Map.of(
            "gateway.yaml",
            """
            litellm_settings: {num_retries: 2}
            router_settings:
              model_group_retry_policy:
                patient: {DefaultRetries: 5}
                strict: {InternalServerErrorRetries: 0}
                elsewhere: {TimeoutErrorRetries: 0}
            """,
            "providers.yaml",
            """
            health_checks: {enabled: false}
            providers:
              one: {type: vllm, base_url: "@one", models: [m]}
              two: {type: vllm, base_url: "@two", models: [m]}
              three: {type: vllm, base_url: "@three", models: [m]}
              never: {type: vllm, base_url: "@never", num_retries: 0, models: [m]}
              once:
                type: vllm
                base_url: "@once"
                num_retries: 0
                models: [{name: m, num_retries: 1}]
            """,
            "model-mappings.yaml",
            """
            exact_matches:
              all: {provider: one, backend_model: m}
              pair: {provider: one, backend_model: m, fallback: two}
              alone: {provider: one, backend_model: m}
              never: {provider: never, backend_model: m}
              once: {provider: once, backend_model: m}
              then-never: {provider: one, backend_model: m, fallback: never}
              once-after-one: {provider: one, backend_model: m, fallback: once}
              patient: {provider: one, backend_model: m}
              strict: {provider: one, backend_model: m, fallback: two}
              elsewhere: {provider: one, backend_model: m, fallback: two}
            fallback_chains:
              all: [two, three]
              patient: [two, three]
            """);
    lab = Lab.start(folder, files);
  }

  @BeforeEach
  void everybodyFails() {
    PROVIDERS.forEach(name -> lab.provider(name).otherwise(Refusals.openAiServerError()));
  }

  @AfterAll
  void close() throws Exception {
    lab.close();
  }

  @ParameterizedTest
  @CsvSource({
    // Two in the whole request, at most one of each.
    "all, '', one one two two three",
    // A client may want fewer, not more.
    "all, 1, one one two three",
    "all, 0, one two three",
    "all, 50, one one two two three",
    // The narrowest place counts.
    "never, '', never",
    "once, '', once once",
    "then-never, '', one one never",
    // What was spent on others counts.
    "once-after-one, '', one one once",
    // A policy's number for this kind of failure counts, else its default, else num_retries.
    "patient, '', one one two two three three",
    "patient, 1, one one two three",
    "strict, '', one two",
    "elsewhere, '', one one two two",
  })
  void secondTriesAreCountedOverTheWholeRequest(String model, String wished, String tried)
      throws Exception {
    // When
    Answer answer =
        wished.isEmpty()
            ? lab.chat(model, false)
            : lab.chat(model, false, "x-litellm-num-retries: " + wished);

    // Then
    String expected = tried.replace(" ", ":SERVER, ") + ":SERVER";
    assertThat(answer.header("x-lab-attempts")).isEqualTo(expected);
    assertThat(lab.finished(answer).attempts()).isEqualTo(tried.split(" ", -1).length);
  }

  static Stream<Arguments> whatMayHelp() {
    Reply later = Refusals.openAiOverloaded();
    Reply rate = Refusals.openAiRateWithoutTime();
    return Stream.of(
        Arguments.of("a server error", Refusals.openAiServerError(), true, true),
        Arguments.of("a closed connection", Reply.hangUp(), true, true),
        Arguments.of("an empty stream", Reply.events(List.of()), true, true),
        Arguments.of("busy", later, true, true),
        Arguments.of("busy for a known while", later.header("retry-after-ms", "200"), true, false),
        Arguments.of("busy for long", later.header("retry-after", "20"), false, false),
        Arguments.of("a rate limit", rate, false, false),
        Arguments.of("a rate limit for long", rate.header("retry-after", "20"), false, false),
        Arguments.of("a short rate limit", rate.header("retry-after-ms", "200"), true, false),
        Arguments.of(
            "loading", Refusals.llamaCppLoading().header("retry-after-ms", "200"), true, false),
        Arguments.of("a bad key", Refusals.openAiBadKey(), false, false),
        Arguments.of("no money", Refusals.openAiNoMoney(), false, false),
        Arguments.of("no such model", Refusals.openAiNoModel("m"), false, false),
        Arguments.of("too long", Refusals.openAiTooLong(), false, false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whatMayHelp")
  void aLoneCandidateIsTriedAgainWhereThatMayHelp(
      String what, Reply failure, boolean alone, boolean withOthers) throws Exception {
    // Given
    lab.provider("one").otherwise(failure);

    // When
    Answer answer = lab.chat("alone", true);

    // Then
    assertThat(answer.status()).as(what).isNotEqualTo(200);
    assertThat(answer.header("x-lab-attempts"))
        .matches(alone ? "one:[A-Z]+, one:[A-Z]+" : "one:[A-Z_]+");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whatMayHelp")
  void oneWithOthersBehindItIsNotWaitedFor(
      String what, Reply failure, boolean alone, boolean withOthers) throws Exception {
    // Given
    lab.provider("one").otherwise(failure);
    lab.provider("two").otherwise(Wire.VLLM.good("Hello"));

    // When
    Answer answer = lab.chat("pair", true);

    // Then
    String ofOne = withOthers ? "one:[A-Z]+, one:[A-Z]+" : "one:[A-Z_]+";
    assertThat(answer.header("x-lab-attempts"))
        .matches(what.equals("too long") ? ofOne : ofOne + ", two:ok");
  }

  @Test
  void aModelThatIsLoadingIsReadyAtTheSecondTry() throws Exception {
    // Given
    lab.provider("one")
        .then(
            Refusals.llamaCppLoading().header("retry-after-ms", "200"),
            Wire.LLAMA_CPP.good("Hello"));
    long started = System.nanoTime();

    // When
    Answer answer = lab.chat("alone", true);

    // Then
    assertThat(answer.said()).isEqualTo("Hello");
    assertThat(answer.header("x-lab-attempts")).isEqualTo("one:LOADING, one:ok");
    assertThat(Duration.ofNanos(System.nanoTime() - started))
        .isBetween(Duration.ofMillis(200), Duration.ofMillis(1_200));
    // And the pause was no work of the gateway's
    assertThat(lab.finished(answer).overhead()).isLessThan(Duration.ofMillis(150));
  }
}
