package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import lab.testkit.answers.Answers;
import lab.testkit.answers.ChatStream;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What operators see of prompts and answers once they have switched that on. */
class FeedPreviewTest {
  private static final String MASTER = "sk-master-planted-1";
  private static final String HEADER = "header-planted-2";
  private static final String PROMPT = "prompt-planted-3";
  private static final String ANSWER = "answer-planted-4";

  private final HttpClient client = HttpClient.newHttpClient();
  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Logger ours = context.getLogger("lab");

  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final ConcurrentLinkedQueue<String> all = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent line) {
      all.add(line.getFormattedMessage() + line.getKeyValuePairs());
    }
  }

  private static Map<String, String> files(String general) {
    return Map.of(
        "gateway.yaml",
        "general_settings: {master_key: " + MASTER + general + "}\n",
        "providers.yaml",
        """
        health_checks: {enabled: false}
        providers:
          good: {type: vllm, base_url: "@good", models: [n]}
        """);
  }

  @Test
  void bothAreShownAsFarAsItIsSaidAndNowhereElse(@TempDir Path folder) throws Exception {
    // Given
    Lines lines = new Lines();
    lines.start();
    Level before = ours.getLevel();
    ours.setLevel(Level.DEBUG);
    root.addAppender(lines);
    try (client;
        Lab lab = Lab.start(folder, files(", feed_payload_preview: 12"))) {
      lab.provider("good").otherwise(Answers.chat(Flavour.VLLM, "n", Said.words(ANSWER)));

      // When
      var unused = lab.ask(body(), "Authorization: Bearer " + MASTER, "X-Mine: " + HEADER);

      // Then
      JsonObject shown = shown(lab);
      assertThat(shown.getString("prompt")).isEqualTo(PROMPT.substring(0, 12));
      assertThat(shown.getString("answer")).isEqualTo(ANSWER.substring(0, 12));
      assertThat(shown.encode()).doesNotContain("sk-", "header-");
      for (String path : new String[] {"/metrics", "/admin/stats", "/admin/alerts", "/health"}) {
        assertThat(page(lab, path)).as(path).doesNotContain("prompt-p", "answer-p");
      }
    } finally {
      root.detachAppender(lines);
      ours.setLevel(before);
    }
    assertThat(lines.all)
        .anyMatch(line -> line.contains("request routed"))
        .noneMatch(line -> line.contains("prompt-p") || line.contains("answer-p"));
  }

  @Test
  void neitherIsThereWhereNobodySwitchedItOn(@TempDir Path folder) throws Exception {
    // Given
    try (client;
        Lab lab = Lab.start(folder, files(""))) {
      lab.provider("good").otherwise(Answers.chat(Flavour.VLLM, "n", Said.words(ANSWER)));

      // When
      var unused = lab.ask(body(), "Authorization: Bearer " + MASTER);

      // Then
      assertThat(shown(lab).fieldNames()).contains("model").doesNotContain("prompt", "answer");
    }
  }

  @Test
  void theBeginningOfAStreamIsShownToo(@TempDir Path folder) throws Exception {
    // Given
    try (client;
        Lab lab = Lab.start(folder, files(", feed_payload_preview: 12"))) {
      lab.provider("good")
          .otherwise(ChatStream.good(Flavour.VLLM, "n", "answ", "er-pla", "nted-4").reply());

      // When
      var unused =
          lab.ask(
              body().replace("{\"model", "{\"stream\":true,\"model"),
              "Authorization: Bearer " + MASTER);

      // Then
      JsonObject shown = shown(lab);
      assertThat(shown.getString("prompt")).isEqualTo(PROMPT.substring(0, 12));
      assertThat(shown.getString("answer")).isEqualTo(ANSWER.substring(0, 12));
    }
  }

  private static String body() {
    return "{\"model\":\"n\",\"messages\":[{\"role\":\"user\",\"content\":\"" + PROMPT + "\"}]}";
  }

  private JsonObject shown(Lab lab) {
    return await()
        .until(
            () -> new JsonObject(page(lab, "/admin/requests")).getJsonArray("requests"),
            requests -> requests.size() == 1)
        .getJsonObject(0);
  }

  private String page(Lab lab, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + lab.port() + path))
            .header("Authorization", "Bearer " + MASTER)
            .build();
    return client.send(request, BodyHandlers.ofString()).body();
  }
}
