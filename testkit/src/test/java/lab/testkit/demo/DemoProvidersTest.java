package lab.testkit.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import lab.testkit.demo.Client.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a whole. */
class DemoProvidersTest extends WithDemo {

  @Test
  void aServerThatIsDownDropsWhateverComes() throws Exception {
    // Given
    String provider = DemoServer.LLAMA_CPP.provider();
    Client client = client(DemoServer.LLAMA_CPP);
    demo.down(provider);

    // When
    Future<Answer> dropped = client.send(HttpMethod.GET, "/health", "");

    // Then
    assertThatThrownBy(dropped::await).isNotNull();
    demo.up(provider);
    assertThat(client.get("/health").status()).isEqualTo(200);
  }

  @Test
  void aServerCanBeTakenDownFromOutside() throws Exception {
    // Given
    Client client = client(DemoServer.LLAMA_CPP_PYTHON);
    Answer told = client.post("/demo/down", "");

    // When
    Future<Answer> dropped = client.send(HttpMethod.GET, "/v1/models", "");

    // Then
    assertThat(told.json().get("down").asBoolean()).isTrue();
    assertThatThrownBy(dropped::await).isNotNull();
    assertThat(client.post("/demo/up", "").json().get("down").asBoolean()).isFalse();
    assertThat(client.get("/v1/models").status()).isEqualTo(200);
  }

  @Test
  void anUnknownServerIsNamed() {
    // When / Then
    assertThatThrownBy(() -> demo.down("nobody"))
        .hasMessageStartingWith("nobody is no server of the demo; there are [demo-ollama");
  }

  @Test
  void wordsComeAtThePaceThatWasAskedFor() throws Exception {
    // Given
    Pace pace = new Pace(Duration.ofMillis(60), Duration.ofMillis(60), Duration.ofMillis(10));
    DemoProviders slower = DemoProviders.startOnFreePorts(vertx, pace).await(20, TimeUnit.SECONDS);
    try {
      Client client = new Client(vertx, slower.addresses().values().iterator().next());
      Instant start = Instant.now();

      // When
      Answer answer =
          client.post(
              "/api/generate",
              "{\"model\":\"demo-chat\",\"prompt\":\"x\",\"options\":{\"num_predict\":5}}");

      // Then
      assertThat(answer.lines()).hasSize(6);
      assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofMillis(105));
    } finally {
      slower.close().await(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void aTakenPortIsNoReasonNotToStart() throws Exception {
    // Given
    int taken = client(DemoServer.OLLAMA).port();
    // Another one, because servers of one Vertx would share the port.
    Vertx other = Vertx.vertx();
    try {
      Routes routes = DemoServer.VLLM.routes(other, Pace.FULL_SPEED);

      // When
      SimulatedServer second =
          SimulatedServer.listen(other, taken, routes).await(20, TimeUnit.SECONDS);

      // Then
      assertThat(second.address().getPort()).isPositive().isNotEqualTo(taken);
    } finally {
      other.close().await(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void theConfigurationNamesEveryServerAndEveryError(@TempDir Path folder) throws Exception {
    // When
    demo.writeConfiguration(folder.resolve("made"), 4711);

    // Then
    String providers = Files.readString(folder.resolve("made/providers.yaml"));
    String mappings = Files.readString(folder.resolve("made/model-mappings.yaml"));
    String gateway = Files.readString(folder.resolve("made/gateway.yaml"));
    demo.addresses()
        .forEach(
            (name, address) ->
                assertThat(providers).contains("  " + name + ":\n", "base_url: " + address + "\n"));
    assertThat(Mischief.models()).allMatch(model -> mappings.contains("\"" + model + "\":\n"));
    assertThat(gateway).contains("host: 127.0.0.1\n", "port: 4711\n");
  }
}
