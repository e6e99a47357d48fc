package lab.app.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import lab.app.FreePorts;
import lab.testkit.answers.Answers;
import lab.testkit.script.ScriptedProvider;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node in the heap that {@code ./lab} gives it bears any number of the largest requests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShippedHeapIT {
  private static final String CHAT = "/v1/chat/completions";

  /** Large bodies are translated one after the other. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String IMAGE =
      "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
          + "\"image_url\":{\"url\":\"data:image/png;base64,%s\"}}]}]}";

  private final Vertx vertx = Vertx.vertx();
  private Process node;
  private int port;

  @BeforeAll
  void startNode(@TempDir Path folder) throws Exception {
    ScriptedProvider same = ScriptedProvider.start(vertx).await(10, SECONDS);
    same.otherwise(Answers.chat(Flavour.VLLM, "same", Said.words("Hello")));
    ScriptedProvider translated = ScriptedProvider.start(vertx).await(10, SECONDS);
    translated.otherwise(Answers.ollamaChat("translated", Said.words("Hello")));
    Path unused =
        Files.writeString(
            folder.resolve("providers.yaml"),
            """
      providers:
        same: {type: vllm, base_url: "%s", status: active, models: [same]}
        translated: {type: ollama, base_url: "%s", status: active, models: [translated]}
      health_checks: {enabled: false}
      """
                .formatted(same.address(), translated.address()));
    port = FreePorts.one();
    node = lab("serve", "--config", folder.toString());
    BufferedReader out = new BufferedReader(new InputStreamReader(node.getInputStream(), UTF_8));
    String line;
    do {
      line = out.readLine();
      assertThat(line).as("the node ended before it was ready").isNotNull();
    } while (!line.contains("ready on"));
    // What it says from now on must be taken, or it waits.
    Thread.startVirtualThread(() -> assertThat(out.lines().count()).isNotNegative());
  }

  private Process lab(String... words) throws IOException {
    Path root = Path.of("..").toAbsolutePath().normalize();
    List<String> command = new ArrayList<>(List.of(root.resolve("lab").toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LAB_PORT", Integer.toString(port));
    builder.environment().put("LAB_METRICS_PORT", "0");
    // The build that runs this test has just built everything.
    builder.environment().put("LAB_NO_BUILD", "1");
    builder.environment().put("LAB_NO_AOT", "1");
    return builder.start();
  }

  @AfterAll
  void endNode() throws Exception {
    node.destroy();
    assertThat(node.waitFor(40, SECONDS)).isTrue();
    var unused = vertx.close().await(10, SECONDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"same", "translated"})
  void aFloodOfTheLargestImagesIsServedOrRefused(String model) throws Exception {
    // Given: 30 MiB each, of which the heap has ten
    byte[] request =
        Wire.post(CHAT, IMAGE.formatted(model, "A".repeat(30 * 1024 * 1024))).getBytes(UTF_8);
    Callable<Integer> client =
        () -> {
          try (Wire wire = new Wire(port)) {
            return wire.patient(PATIENCE).sendWhileItIsTaken(request).answer().status();
          }
        };
    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // When
      for (Future<Integer> one :
          threads.invokeAll(List.of(client, client, client, client, client, client, client))) {
        statuses.add(one.get());
      }
    }

    // Then
    assertThat(statuses).containsOnly(200, 503).contains(200, 503);
    assertThat(node.isAlive()).isTrue();
    assertThat(Wire.ask(port, Wire.post(CHAT, IMAGE.formatted(model, "AAAA"))).status())
        .isEqualTo(200);
  }
}
