package lab.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process that is told to stop does, with a balancer in front of it that is very slow. */
class SignalsTest {
  private static final Duration AT_ONCE = Duration.ofSeconds(20);

  private Path folder;
  private NodeProcess node;

  @BeforeEach
  void start(@TempDir Path files) throws Exception {
    folder = files;
    Files.writeString(folder.resolve("providers.yaml"), Ran.ONE_PROVIDER);
    Files.writeString(folder.resolve("gateway.yaml"), "server_settings: {drain_delay: 1h}\n");
    node = NodeProcess.serve(folder);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private int statusOf(String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(node.at(path)).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  @Test
  void onSigtermItIsNotReadyAndServesAndASecondOneEndsIt() throws Exception {
    // Given
    int before = statusOf("/health/readiness");

    // When
    node.signal("TERM");
    await().until(() -> statusOf("/health/readiness") == 503);
    int served = statusOf("/v1/models");
    boolean ran = node.runs();
    node.signal("TERM");

    // Then
    assertThat(node.status(AT_ONCE)).isEqualTo(143);
    assertThat(before).isEqualTo(200);
    assertThat(served).isEqualTo(200);
    assertThat(ran).isTrue();
  }

  @Test
  void onSighupItGoesOnByTheFilesAsTheyAreNow() throws Exception {
    // Given
    int before = statusOf("/v1/models/another");
    String more = Ran.ONE_PROVIDER.replaceFirst("models: \\[", "models: [another, ");
    Files.writeString(folder.resolve("providers.yaml"), more);

    // When
    node.signal("HUP");

    // Then: left to itself, a JVM ends on it
    await().until(() -> statusOf("/v1/models/another") == 200);
    assertThat(before).isEqualTo(404);
    assertThat(node.runs()).isTrue();
  }

  /** A process that was started to ignore it starts others that do. */
  private static boolean ignoresSigint() throws Exception {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
  }

  @Test
  void onSigintItWaitsForNoBalancer() throws Exception {
    assumeThat(ignoresSigint()).as("SIGINT is ignored here").isFalse();

    // When
    node.signal("INT");

    // Then
    assertThat(node.status(AT_ONCE)).isZero();
  }
}
