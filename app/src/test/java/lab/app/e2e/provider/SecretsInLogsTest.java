package lab.app.e2e.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import lab.app.log.JsonLines;
import lab.app.log.LogQueue;
import lab.testkit.answers.Answers;
import lab.testkit.script.Reply;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a node logs of requests, at its most talkative, and into a log that nobody reads. */
class SecretsInLogsTest {
  private static final String MASTER = "sk-master-planted-1";
  private static final String PROVIDERS_KEY = "sk-provider-planted-2";
  private static final String WRONG_KEY = "sk-wrong-planted-3";
  private static final String HEADER = "header-planted-4";
  private static final String PROMPT = "prompt-planted-5";
  private static final String ANSWER = "answer-planted-6";
  private static final String REFUSAL = "refusal-planted-7";

  private static final Map<String, String> FILES =
      Map.of(
          "gateway.yaml",
          "general_settings: {master_key: " + MASTER + "}\n",
          "providers.yaml",
          """
          health_checks: {enabled: false}
          providers:
            bad: {type: vllm, base_url: "@bad", api_key: %s, models: [m]}
            good: {type: vllm, base_url: "@good", api_key: %s, models: [n]}
          """
              .formatted(PROVIDERS_KEY, PROVIDERS_KEY),
          "model-mappings.yaml",
          "fallback_chains: {m: [n], n: []}\n");

  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Logger ours = context.getLogger("lab");
  private final Logger access = context.getLogger("lab.access");

  /** Each line as both formats have it, and more of it than either shows. */
  private static final class Told extends AppenderBase<ILoggingEvent> {
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent line) {
      lines.add(
          new String(new JsonLines().encode(line), UTF_8)
              + line.getFormattedMessage()
              + line.getKeyValuePairs());
    }
  }

  @Test
  void nothingThatIsSecretIsInAnyLineAtAnyLevel(@TempDir Path folder) throws Exception {
    // Given
    Told told = new Told();
    told.start();
    List<Level> before = Stream.of(ours, access).map(Logger::getLevel).toList();
    ours.setLevel(Level.DEBUG);
    access.setLevel(Level.DEBUG);
    root.addAppender(told);
    try (Lab lab = Lab.start(folder, FILES)) {
      lab.provider("bad")
          .otherwise(Reply.json(500, "{\"error\": {\"message\": \"" + REFUSAL + "\"}}"));
      lab.provider("good").otherwise(Answers.chat(Flavour.VLLM, "n", Said.words(ANSWER)));

      // When
      Answer good = lab.ask(body("m"), "Authorization: Bearer " + MASTER, "X-Mine: " + HEADER);
      Answer refused =
          lab.ask(body("m"), "Authorization: Bearer " + WRONG_KEY, "X-Mine: " + HEADER);
      Answer broken = lab.ask("{\"" + PROMPT, "Authorization: Bearer " + MASTER);

      // Then
      assertThat(good.status()).isEqualTo(200);
      assertThat(good.body()).contains(ANSWER);
      assertThat(refused.status()).isEqualTo(401);
      assertThat(broken.status()).isEqualTo(400);
      var unused = lab.finished(good);
    } finally {
      root.detachAppender(told);
      ours.setLevel(before.get(0));
      access.setLevel(before.get(1));
    }
    assertThat(told.lines)
        .anyMatch(line -> line.contains("\"event\": \"routing_decision\""))
        .anyMatch(line -> line.contains("\"event\": \"request_routed\""))
        .anyMatch(line -> line.contains("\"event\": \"request_failed\""))
        .noneMatch(line -> line.contains("planted"));
  }

  @Test
  void aLogThatNobodyReadsHoldsUpNoRequest(@TempDir Path folder) throws Exception {
    // Given
    try (PipedInputStream nobody = new PipedInputStream(1);
        Lab lab = Lab.start(folder, FILES)) {
      lab.provider("good").otherwise(Answers.chat(Flavour.VLLM, "n", Said.words(ANSWER)));
      LogQueue queue = queue(new PipedOutputStream(nobody));
      long before = LogQueue.lost();
      Level usual = access.getLevel();
      access.setLevel(Level.INFO);
      access.addAppender(queue);
      try {
        // When
        for (int i = 0; i < 300; i++) {
          assertThat(lab.ask(body("n"), "Authorization: Bearer " + MASTER).status()).isEqualTo(200);
        }

        // Then
        assertThat(LogQueue.lost() - before).isGreaterThan(100);
      } finally {
        access.detachAppender(queue);
        access.setLevel(usual);
        queue.stop();
      }
    }
  }

  private LogQueue queue(PipedOutputStream pipe) {
    LogQueue queue = new LogQueue(pipe, 200, Duration.ofMillis(1));
    queue.setContext(context);
    queue.start();
    return queue;
  }

  private static String body(String model) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
        .formatted(model, PROMPT);
  }
}
