package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lab.config.ConfigLoader;
import lab.config.Configuration;
import lab.config.Finding;
import lab.config.Loading;
import lab.contract.NodeId;
import lab.contract.bus.Bus;
import lab.gateway.GatewayVerticle;
import lab.gateway.Serving;
import lab.router.RouterVerticle;
import lab.router.live.LiveBoard;
import lab.router.plan.Plan;
import lab.testkit.script.ScriptedProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Clients that send slowly, or nothing. The gateway here has less patience than any real one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowClientsTest {
  private static final Duration SLOWEST_BODY = Duration.ofMillis(300);
  private static final Duration SLOWEST_HEAD = Duration.ofMillis(300);
  private static final String HEAD = "POST " + WithScriptedNode.CHAT + " HTTP/1.1\r\nhost: x\r\n";

  private final Vertx vertx = Vertx.vertx();
  private ScriptedProvider provider;
  private int port;

  @BeforeAll
  void startGateway(@TempDir Path folder) throws Exception {
    provider = ScriptedProvider.start(vertx).await(10, TimeUnit.SECONDS);
    provider.otherwise(WithScriptedNode.said("Hello to you"));
    Configuration configuration = configuration(folder);
    Serving serving =
        new Serving(
            configuration,
            () -> new Serving.Readiness(true, "{}"),
            () -> "",
            SLOWEST_BODY,
            SLOWEST_HEAD);
    Bus bus = Bus.of(vertx, new NodeId("impatient"));
    port = freePort();
    String deployed =
        vertx
            .deployVerticle(new RouterVerticle(bus, Plan.of(configuration), new LiveBoard()))
            .compose(
                router ->
                    vertx.deployVerticle(new GatewayVerticle(bus, serving, "127.0.0.1", port)))
            .await(10, TimeUnit.SECONDS);
    assertThat(deployed).isNotBlank();
  }

  @AfterAll
  void stop() throws Exception {
    var unused = vertx.close().await(10, TimeUnit.SECONDS);
  }

  private Configuration configuration(Path folder) throws IOException {
    Files.writeString(
        folder.resolve("providers.yaml"),
        """
        providers:
          scripted:
            type: openai_compatible
            base_url: %s
            status: active
            models: [test-model]
        """
            .formatted(provider.address()));
    return switch (ConfigLoader.load(folder, Map.of())) {
      case Loading.Valid(Configuration valid, List<Finding> findings) -> valid;
      case Loading.Invalid(List<Finding> findings) -> throw new IOException(findings.toString());
      case Loading.Unreadable(String because, List<Finding> findings) ->
          throw new IOException(because);
    };
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aBodyThatStopsComingTimesOut() throws Exception {
    // Given
    int before = provider.requests().size();
    try (Wire wire = new Wire(port)) {
      // When
      long start = System.nanoTime();
      Answer answer = wire.send(HEAD + "content-length: 100\r\n\r\n{\"model\"").answer();
      Duration took = Duration.ofNanos(System.nanoTime() - start);

      // Then
      answer.isRefusal(408, "request_timeout");
      assertThat(answer.error().getString("message")).contains("300 ms");
      assertThat(answer.keepsConnection()).isFalse();
      assertThat(took).isBetween(SLOWEST_BODY.minusMillis(50), SLOWEST_BODY.plusSeconds(2));
      assertThat(wire.closes()).isTrue();
      assertThat(provider.requests()).hasSize(before);
    }
  }

  @Test
  void aBodyThatDripsTimesOutAsAWhole() throws Exception {
    try (Wire wire = new Wire(port)) {
      // Given
      wire.send(HEAD + "transfer-encoding: chunked\r\n\r\n");
      long start = System.nanoTime();

      // When: a byte at a time, for ever
      boolean answered = false;
      while (!answered && System.nanoTime() - start < 5_000_000_000L) {
        wire.send("1\r\nx\r\n");
        answered = !wire.hearsNothingFor(Duration.ofMillis(20));
      }

      // Then
      assertThat(answered).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void aConnectionThatSaysNothingIsClosed() throws Exception {
    try (Wire wire = new Wire(port)) {
      assertThat(wire.closes()).isTrue();
    }
  }

  @Test
  void aHeadThatNeverEndsIsClosed() throws Exception {
    try (Wire wire = new Wire(port)) {
      // When
      wire.send(HEAD + "x-slow: ");

      // Then
      assertThat(wire.closes()).isTrue();
    }
  }

  @Test
  void aServedConnectionMayRest() throws Exception {
    try (Wire wire = new Wire(port)) {
      // When
      Answer first = wire.send(Wire.head("GET", "/health/liveness")).answer();

      // Then: far longer than a first head may take
      assertThat(first.status()).isEqualTo(200);
      assertThat(wire.hearsNothingFor(Duration.ofMillis(1_500))).isTrue();
      assertThat(wire.send(Wire.post("/v1/chat/completions", WithScriptedNode.HELLO)).answer())
          .extracting(Answer::status)
          .isEqualTo(200);
    }
  }
}
