package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import lab.config.KeyHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that others reach does not open itself because its file of keys is gone. */
class LostKeysTest {
  @TempDir private Path folder = Path.of("");
  private final HttpClient http = HttpClient.newHttpClient();
  private TestNode node;
  private Path keys;

  @BeforeEach
  void start() throws Exception {
    keys = folder.resolve("keys.yaml");
    String file =
        "keys: {mine: {sha256: %s}}\n".formatted(KeyHash.of("sk-a-key-of-this-test").hex());
    node =
        TestNode.startAs(
            folder,
            Map.of("providers.yaml", Ran.ONE_PROVIDER, "keys.yaml", file),
            usual ->
                NodeOptions.of(usual.configuration(), "test", "0.0.0.0")
                    .withPort(0)
                    .withMetricsPort(0)
                    .withStateDir(usual.stateDir())
                    .withSource(usual.source()));
  }

  @AfterEach
  void close() {
    node.close();
    http.close();
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(node.base() + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private JsonObject reload() throws Exception {
    return new JsonObject(send("POST", "/admin/reload").body());
  }

  @Test
  void itStaysClosedUntilSomebodySaysThatItMayBeOpen() throws Exception {
    // When its keys are gone
    Files.delete(keys);
    JsonObject gone = reload();

    // Then
    assertThat(gone.getString("status")).isEqualTo("refused");
    assertThat(gone.getString("because")).contains("without its last key");
    assertThat(send("GET", "/v1/models").statusCode()).isEqualTo(401);

    // When somebody says that it may be open
    Path unused =
        Files.writeString(
            folder.resolve("gateway.yaml"), "general_settings: {allow_unauthenticated: true}\n");

    // Then
    assertThat(reload().getString("status")).isEqualTo("activated");
    assertThat(send("GET", "/v1/models").statusCode()).isEqualTo(200);
  }

  @Test
  void aLinkToNothingIsNoFileWithoutKeys() throws Exception {
    // Given
    Files.delete(keys);
    Path unused = Files.createSymbolicLink(keys, Path.of("nowhere.yaml"));

    // When
    JsonObject refused = reload();

    // Then
    assertThat(refused.getString("status")).isEqualTo("refused");
    assertThat(refused.getString("because")).contains("keys.yaml");
    assertThat(send("GET", "/v1/models").statusCode()).isEqualTo(401);
  }
}
