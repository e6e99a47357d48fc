package lab.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import lab.config.ConfigLoader;
import lab.config.Loading;
import lab.testkit.answers.Answers;
import lab.testkit.script.ScriptedProvider;
import lab.testkit.wire.Flavour;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** IPv6, on both sides of a node; where the machine has it. */
class SixthVersionTest {
  private static final String LOOPBACK = "::1";

  private final Vertx vertx = Vertx.vertx();
  private ScriptedProvider provider;
  private Node node;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    assumeTrue(hasLoopback(), "this machine has no " + LOOPBACK);
    provider = ScriptedProvider.start(vertx, LOOPBACK).await(10, SECONDS);
    Files.writeString(
        folder.resolve("providers.yaml"),
        """
        health_checks: {enabled: false}
        providers:
          p: {type: llama_cpp, base_url: "%s/v1/", models: [m]}
        """
            .formatted(provider.address()));
    var valid = (Loading.Valid) ConfigLoader.load(folder, Map.of());
    NodeOptions options =
        NodeOptions.of(valid.configuration(), "test", LOOPBACK).withPort(0).withMetricsPort(0);
    node = Node.start(options).await(20, SECONDS);
  }

  private static boolean hasLoopback() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral(LOOPBACK))) {
      return free.isBound();
    } catch (IOException none) {
      return false;
    }
  }

  @AfterEach
  void close() throws Exception {
    var unused = vertx.close().await(10, SECONDS);
    if (node != null) {
      unused = node.stop(Duration.ZERO, Duration.ZERO).await(20, SECONDS);
    }
  }

  @Test
  void aChatGoesFromAClientThroughANodeToAProvider() throws Exception {
    // Given
    provider.then(Answers.text(Flavour.LLAMA_CPP, "m", "Hello"));
    HttpRequest chat =
        HttpRequest.newBuilder(URI.create("http://[::1]:" + node.port() + "/v1/chat/completions"))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"))
            .build();

    // When
    HttpResponse<String> answer;
    try (HttpClient client = HttpClient.newHttpClient()) {
      answer = client.send(chat, HttpResponse.BodyHandlers.ofString());
    }

    // Then: strict servers refuse a host without its brackets
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("Hello");
    var asked = provider.requests().getFirst();
    assertThat(asked.header("host")).isEqualTo("[::1]:" + provider.port());
    assertThat(asked.path()).isEqualTo("/v1/chat/completions");
    assertThat(answer.headers().firstValue("x-litellm-model-api-base"))
        .hasValue("http://[::1]:" + provider.port());
  }

  @Test
  void theAddressThatIsPrintedCanBeUsedAsItIs(@TempDir Path folder) {
    // When
    StringWriter out = new StringWriter();
    StartReport.print(new PrintWriter(out), node, folder);

    // Then
    assertThat(out.toString()).contains("ready on http://[::1]:" + node.port() + "/v1");
  }
}
