package lab.app.e2e.provider;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.router.board.Board;
import lab.router.board.Board.Cooling;
import lab.router.board.Board.Score;
import lab.router.board.BoardView.ModelView;
import lab.testkit.answers.Answers;
import lab.testkit.answers.Refusals;
import lab.testkit.script.Gate;
import lab.testkit.wire.Flavour;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node learns of its providers from the requests that it sends them. */
class BoardTest {
  private static final ProviderName A = new ProviderName("a");
  private static final ModelName MODEL = new ModelName("model-a");

  private Lab lab;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    lab =
        Lab.start(
            folder,
            Map.of(
                "gateway.yaml",
                "litellm_settings: {num_retries: 0}\n",
                "providers.yaml",
                """
                health_checks: {enabled: false}
                providers:
                  a: {type: vllm, base_url: "@a", models: [model-a]}
                """,
                "model-mappings.yaml",
                "special_cases: {}\n"));
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void aProvidersRetryAfterSaysUntilWhenItsModelIsOut() throws Exception {
    // Given
    lab.provider("a").then(Refusals.openAiRate(Duration.ofSeconds(30)));
    Instant before = Instant.now();

    // When
    Answer answer = lab.chat("model-a", false);

    // Then
    assertThat(answer.status()).isEqualTo(429);
    Cooling cooling =
        Objects.requireNonNull(lab.board().cooling(A, MODEL, Board.Turn.LOOK, Instant.now()));
    assertThat(cooling.until()).isBetween(before.plusSeconds(30), Instant.now().plusSeconds(30));
  }

  @Test
  void anAnswerTellsHowQuickItWas() throws Exception {
    // Given
    lab.provider("a").then(Answers.textStream(Flavour.VLLM, "model-a", "one", "two"));

    // When
    var unused = lab.finished(lab.chat("model-a", true));

    // Then
    Score score = lab.board().score(A, MODEL);
    assertThat(score.attempts()).isEqualTo(1);
    assertThat(score.success()).isEqualTo(1);
    assertThat(score.firstContent()).isBetween(1e-4, 10.0);
  }

  @Test
  void aRequestIsInFlightUntilItsAnswerIsThere() throws Exception {
    // Given
    Gate gate = new Gate();
    lab.provider("a").then(Answers.text(Flavour.VLLM, "model-a", "hi").chunked().at(gate));

    try (Client client = lab.client().chat(Lab.body("model-a", false))) {
      // When
      var unused = gate.reached().await(5, SECONDS);

      // Then
      assertThat(lab.board().inFlight(A)).isEqualTo(1);
      gate.open();
      assertThat(client.answer().status()).isEqualTo(200);
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(lab.board().inFlight(A)).isZero());
    }
  }

  @Test
  void modelsOfItsEntryAreDescribedFromTheStart() {
    assertThat(lab.board().describe().providers().getFirst().models())
        .extracting(ModelView::model)
        .containsExactly(MODEL);
  }
}
