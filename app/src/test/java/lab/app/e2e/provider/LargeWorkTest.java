package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import lab.contract.ModelName;
import lab.contract.ProbeReport;
import lab.contract.ProbeReport.Finding;
import lab.contract.ProviderName;
import lab.testkit.answers.Answers;
import lab.testkit.script.Received;
import lab.testkit.script.Reply;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Megabytes are translated and read beside the event loops, which serve everybody else. */
class LargeWorkTest extends WithLab {
  private static final int LARGE = 16 * 1024 * 1024;

  /** Models on one list. */
  private static final int FOUND = 100_000;

  /** Nearly the longest that an event may be. */
  private static final String LONG = "word, ".repeat(15 * 1024 * 1024 / 6);

  /** Half of what is a fault anywhere; on the loop, Ollama's translation would take longer. */
  private static final Duration LONGEST_TURN = Duration.ofMillis(50);

  private static final int TRIES = 3;

  @Override
  Map<String, String> files() {
    return Map.of(
        "providers.yaml",
        """
        health_checks: {enabled: false}
        providers:
          ollama: {type: ollama, base_url: "@ollama", models: [o]}
          vllm: {type: vllm, base_url: "@vllm", models: [v]}
        """);
  }

  @Override
  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    super.start(folder);
    for (int i = 0; i < 8; i++) {
      // What is loaded on the way of a loop's first request is not what is measured.
      lab.provider("ollama").then(Answers.ollamaEmbed("o", new float[] {1}));
      lab.provider("vllm").then(Answers.embeddings("v", new float[] {1}));
      assertThat(embed("o").status()).isEqualTo(200);
      assertThat(embed("v").status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ollama", "vllm"})
  void aLongPromptHoldsNoLoopUp(String provider) throws Exception {
    // Given
    String prompt = "word, ".repeat(LARGE / 6);
    String model = provider.substring(0, 1);
    String body = Lab.body(model, false).replace("hi", prompt);

    // When
    holdsNoLoopUp(
        () -> {
          lab.provider(provider).then(wire(provider).whole("Hello"));
          assertThat(lab.ask(body).said()).isEqualTo("Hello");
        });

    // Then
    Received sent = lab.provider(provider).requests().getLast();
    JsonObject message = new JsonObject(sent.text()).getJsonArray("messages").getJsonObject(0);
    assertThat(message.getString("content")).hasSize(prompt.length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ollama", "vllm"})
  void aLargeAnswerHoldsNoLoopUp(String provider) throws Exception {
    // Given
    float[][] vectors = new float[1_500][1_000];
    for (float[] vector : vectors) {
      Arrays.fill(vector, 0.12345678f);
    }
    String model = provider.substring(0, 1);
    Reply reply =
        provider.equals("ollama")
            ? Answers.ollamaEmbed(model, vectors)
            : Answers.embeddings(model, vectors);

    // Then
    holdsNoLoopUp(
        () -> {
          lab.provider(provider).then(reply);
          Answer answer = embed(model);
          assertThat(answer.status()).isEqualTo(200);
          assertThat(answer.json().getJsonArray("data")).hasSize(vectors.length);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"ollama", "vllm"})
  void aLongEventHoldsNoLoopUp(String provider) throws Exception {
    isStreamedWithoutHoldingALoop(provider, wire(provider).good(LONG));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ollama", "vllm"})
  void aWholeAnswerToAStreamedCallHoldsNoLoopUp(String provider) throws Exception {
    isStreamedWithoutHoldingALoop(provider, wire(provider).whole(LONG));
  }

  private void isStreamedWithoutHoldingALoop(String provider, Reply reply) throws Exception {
    holdsNoLoopUp(
        () -> {
          lab.provider(provider).then(reply);
          Answer answer = lab.chat(provider.substring(0, 1), true);
          assertThat(answer.said()).isEqualTo(LONG);
          assertThat(answer.events().getLast()).isEqualTo("data: [DONE]");
        });
  }

  private interface Work {
    void run() throws Exception;
  }

  /** What holds a loop up does so each time; a collection or a compilation does not. */
  private void holdsNoLoopUp(Work work) throws Exception {
    Duration least = Duration.ofDays(1);
    for (int i = 0; i < TRIES && least.compareTo(LONGEST_TURN) >= 0; i++) {
      try (Heartbeat beat = Heartbeat.of(lab.vertx())) {
        work.run();
        least = least.compareTo(beat.longestTurn()) < 0 ? least : beat.longestTurn();
      }
    }
    assertThat(least).isLessThan(LONGEST_TURN);
  }

  @Test
  void aLongListOfModelsHoldsNoLoopUp() throws Exception {
    // Given: the list has been asked for before anything was found
    assertThat(models()).hasSize(2);
    List<ModelName> names =
        IntStream.range(0, FOUND).mapToObj(i -> new ModelName("found-" + i)).toList();
    lab.board()
        .found(
            new ProbeReport(
                new ProviderName("vllm"),
                new Finding.Up(names),
                Instant.now(),
                null,
                Instant.now()));

    // Then
    holdsNoLoopUp(
        () -> {
          JsonArray first = models();
          assertThat(first).hasSize(2 + FOUND).isEqualTo(models());
          assertThat(first.getJsonObject(1 + FOUND).getString("id"))
              .isEqualTo("found-" + (FOUND - 1));
        });
  }

  private JsonArray models() throws Exception {
    try (Client client = lab.client()) {
      return client.get("/v1/models").answer().json().getJsonArray("data");
    }
  }

  private static Wire wire(String provider) {
    return Wire.valueOf(provider.toUpperCase(Locale.ROOT));
  }

  private Answer embed(String model) throws Exception {
    try (Client client = lab.client()) {
      String request = "{\"model\":\"%s\",\"input\":\"x\"}".formatted(model);
      return client.post("/v1/embeddings", request).answer();
    }
  }
}
