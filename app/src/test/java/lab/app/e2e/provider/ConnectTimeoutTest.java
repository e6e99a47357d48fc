package lab.app.e2e.provider;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lab.testkit.script.Welcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Providers that can not be reached are left at once, or after the time for connecting. */
class ConnectTimeoutTest {
  private static final Duration LIMIT = Duration.ofMillis(200);

  /** What a TLS record begins with that has a part of a handshake. */
  private static final int HANDSHAKE = 22;

  @TempDir private Path folder = Path.of("");

  /** What the first TLS of a machine loads and links holds a loop, and is not what is watched. */
  @BeforeAll
  static void loadTls() throws Exception {
    Vertx vertx = Vertx.vertx();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(10_000);
      Future<?> hello =
          vertx
              .createHttpClient()
              .request(
                  new RequestOptions()
                      .setSsl(true)
                      .setHost("127.0.0.1")
                      .setPort(server.getLocalPort()));
      try (Socket client = server.accept()) {
        client.setSoTimeout(10_000);
        assertThat(client.getInputStream().read()).as("of %s", hello).isEqualTo(HANDSHAKE);
      }
    } finally {
      var unused = vertx.close().await(10, SECONDS);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRefusedConnectionMovesOnAtOnce(boolean streamed) throws Exception {
    // Given
    try (Lab lab = start("@refusing")) {
      lab.provider("good").then(Wire.VLLM.answer(streamed, "Hello"));

      // When
      Answer answer = lab.chat("pair", streamed);

      // Then: without a second try, which would be refused as well
      assertThat(answer.said()).isEqualTo("Hello");
      assertThat(answer.header("x-lab-attempts")).isEqualTo("bad:SERVER, good:ok");
    }
  }

  @Test
  void aRefusedConnectionWithNobodyElseIsTriedAgainAndTold() throws Exception {
    // Given
    try (Lab lab = start("@refusing")) {
      // When
      Answer answer = lab.chat("alone", false);

      // Then
      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.error().getString("code")).isEqualTo("upstream_error");
      assertThat(answer.error().getString("message"))
          .isEqualTo(
              "the provider can not be reached: the connection was refused"
                  + " (tried bad:SERVER, bad:SERVER)");
    }
  }

  @Test
  void aNameThatCanNotBeResolvedMovesOn() throws Exception {
    // Given
    try (Lab lab = start("http://no-such-host.invalid:1")) {
      lab.provider("good").then(Wire.VLLM.whole("Hello"));

      // When
      Answer answer = lab.chat("pair", false);

      // Then
      assertThat(answer.header("x-lab-attempts")).isEqualTo("bad:SERVER, good:ok");
    }
  }

  @Test
  void aConnectionThatIsNotAcceptedMovesOnWhenTheTimeForConnectingIsOver() throws Exception {
    // Given: a server whose queue is full drops what else wants to connect
    try (Full full = new Full();
        Lab lab = start("http://127.0.0.1:" + full.server.getLocalPort())) {
      lab.provider("good").then(Wire.VLLM.whole("Hello"));
      long started = System.nanoTime();

      // When
      Answer answer = lab.chat("pair", false);

      // Then
      assertThat(answer.said()).isEqualTo("Hello");
      assertThat(answer.header("x-lab-attempts")).isEqualTo("bad:SERVER, good:ok");
      assertThat(Duration.ofNanos(System.nanoTime() - started))
          .isBetween(LIMIT, LIMIT.plusMillis(1_500));
    }
  }

  @Test
  void theTimeForConnectingIncludesTls() throws Exception {
    // Given: it takes the connection and never says hello
    try (Lab lab = start("@mute")) {
      lab.provider("mute").welcome(Welcome.IGNORE);
      lab.provider("good").then(Wire.VLLM.whole("Hello"));
      long started = System.nanoTime();

      // When
      Answer answer = lab.chat("tls-pair", false);

      // Then
      assertThat(answer.said()).isEqualTo("Hello");
      assertThat(answer.header("x-lab-attempts")).isEqualTo("tls:SERVER, good:ok");
      assertThat(Duration.ofNanos(System.nanoTime() - started))
          .isBetween(LIMIT, LIMIT.plusMillis(5_000));
    }
  }

  private Lab start(String bad) throws Exception {
    return Lab.start(
        folder,
        Map.of(
            "gateway.yaml",
            "litellm_settings: {num_retries: 2}\n",
            "providers.yaml",
            """
            health_checks: {enabled: false}
            providers:
              bad: {type: vllm, base_url: "BAD", connect_timeout: LIMIT, models: [m]}
              tls: {type: vllm, base_url: "TLS", connect_timeout: LIMIT, models: [m]}
              good: {type: vllm, base_url: "@good", models: [m]}
            """
                .replace("LIMIT", LIMIT.toMillis() + "ms")
                .replace("BAD", bad)
                .replace("TLS", bad.replace("@mute", "@tls:mute")),
            "model-mappings.yaml",
            """
            exact_matches:
              alone: {provider: bad, backend_model: m}
              pair: {provider: bad, backend_model: m, fallback: good}
              tls-pair: {provider: tls, backend_model: m, fallback: good}
            """));
  }

  /** A server that accepts nobody, with as many waiting as its system lets wait. */
  private static final class Full implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<Socket> waiting = new ArrayList<>();

    Full() throws IOException {
      try {
        while (true) {
          Socket one = new Socket();
          waiting.add(one);
          one.connect(server.getLocalSocketAddress(), 100);
        }
      } catch (SocketTimeoutException full) {
        // That is what was wanted.
      }
    }

    @Override
    public void close() throws IOException {
      for (Socket one : waiting) {
        one.close();
      }
      server.close();
    }
  }
}
