package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lab.testkit.answers.Answers;
import lab.testkit.answers.Refusals;
import lab.testkit.script.Reply;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** The one line per request tells its whole way, which the head of a stream can not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessLogTest {
  private final Logger access = (Logger) LoggerFactory.getLogger("lab.access");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private Lab lab;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    lab =
        Lab.start(
            folder,
            Map.of(
                "providers.yaml",
                """
                health_checks: {enabled: false}
                providers:
                  bad: {type: vllm, base_url: "@bad", models: [m]}
                  good: {type: vllm, base_url: "@good", models: [n]}
                """,
                "model-mappings.yaml",
                "fallback_chains: {m: [n], n: []}\n"));
    lab.provider("bad").otherwise(Refusals.openAiServerError());
    lines.start();
    access.addAppender(lines);
  }

  @AfterAll
  void close() throws Exception {
    access.detachAppender(lines);
    lab.close();
  }

  @ParameterizedTest
  @CsvSource({
    "m, false, 3, 1, 1, 'bad:SERVER, bad:SERVER, good:ok'",
    "m, true,  3, 1, 1, 'bad:SERVER, bad:SERVER, good:ok'",
    "n, true,  1, 0, 0, good:ok"
  })
  void itTellsSecondTriesFallbacksAndHowEachAttemptEnded(
      String model, boolean streamed, int attempts, int retries, int fallbacks, String tried)
      throws Exception {
    // Given
    Reply answer =
        streamed ? Wire.VLLM.good("Hello") : Answers.chat(Flavour.VLLM, "n", Said.words("Hello"));
    lab.provider("good").otherwise(answer);

    // When
    String call = lab.finished(lab.chat(model, streamed)).call().value();

    // Then
    assertThat(line(call))
        .containsEntry("attempts", String.valueOf(attempts))
        .containsEntry("retries", String.valueOf(retries))
        .containsEntry("fallbacks", String.valueOf(fallbacks))
        .containsEntry("tried", tried);
  }

  private Map<String, String> line(String call) {
    List<Map<String, String>> all =
        List.copyOf(lines.list).stream()
            .map(
                line ->
                    line.getKeyValuePairs().stream()
                        .collect(
                            Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value))))
            .filter(pairs -> call.equals(pairs.get("request_id")))
            .toList();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }
}
