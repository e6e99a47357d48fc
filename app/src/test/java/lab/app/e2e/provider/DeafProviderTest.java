package lab.app.e2e.provider;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.CallFinished;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A client leaves while its long prompt is still on the way to a provider that does not read: the
 * rest of the prompt is not kept for it, as it would be where a connection is closed in order.
 */
class DeafProviderTest {
  private static final int PROMPT = 24 * 1024 * 1024;

  /** Far more than a system takes for somebody who does not read, far less than the prompt. */
  private static final long MOST_TAKEN = 12L * 1024 * 1024;

  private static final Duration AT_ONCE = Duration.ofMillis(100);

  /** A busy machine may stop everything for longer than that, but not each time. */
  private static final int TRIES = 3;

  private ServerSocket provider;
  private Lab lab;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    provider = new ServerSocket();
    // Before it is bound: what it accepts inherits it.
    provider.setReceiveBufferSize(4 * 1024);
    provider.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    String address = "http://127.0.0.1:" + provider.getLocalPort();
    lab =
        Lab.start(
            folder,
            Map.of(
                "gateway.yaml",
                "litellm_settings: {num_retries: 0}\n",
                "providers.yaml",
                """
                health_checks: {enabled: false}
                providers:
                  v: {type: vllm, base_url: "ADDRESS", models: [vllm]}
                  o: {type: ollama, base_url: "ADDRESS", models: [ollama]}
                """
                    .replace("ADDRESS", address)));
  }

  @AfterEach
  void close() throws Exception {
    lab.close();
    provider.close();
  }

  @ParameterizedTest
  @CsvSource({"vllm, true", "vllm, false", "ollama, true"})
  void isLetGoAtOnceAndNotGivenTheRest(String model, boolean streamed) throws Exception {
    List<Duration> times = new ArrayList<>();
    for (int i = 0; i < TRIES; i++) {
      times.add(letGoAfter(model, streamed, "left-" + model + streamed + i));
    }
    assertThat(times).anyMatch(time -> time.compareTo(AT_ONCE) <= 0);
  }

  @Test
  void oneThatAnswersWithoutReadingHasNoMoreRequestsBehindThatOne() throws Exception {
    // Given
    String prompt = "x".repeat(PROMPT);
    try (Client client = lab.client().chat(Lab.body("vllm", false).replace("hi", prompt));
        Socket deaf = provider.accept()) {
      InputStream in = deaf.getInputStream();
      await().atMost(Duration.ofSeconds(10)).until(() -> in.available() > 0);

      // When
      deaf.getOutputStream()
          .write("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n".getBytes(US_ASCII));
      assertThat(client.answer().status()).isEqualTo(400);

      // Then
      assertReset(deaf);
    }
  }

  private Duration letGoAfter(String model, boolean streamed, String id) throws Exception {
    // Given
    String prompt = "x".repeat(PROMPT);
    Client client =
        lab.client()
            .chat(Lab.body(model, streamed).replace("hi", prompt), "x-litellm-call-id: " + id);
    try (Socket deaf = provider.accept()) {
      InputStream in = deaf.getInputStream();
      await().atMost(Duration.ofSeconds(10)).until(() -> in.available() > 0);

      // When
      long left = System.nanoTime();
      client.close();
      CallFinished call = lab.finished(id);
      Duration took = Duration.ofNanos(System.nanoTime() - left);

      // Then: closed in order, it would now get all that was written for it, and then an end
      assertReset(deaf);
      assertThat(lab.attempts(call.call()))
          .extracting(one -> one.ending())
          .containsExactly(new Ending.Abandoned());
      return took;
    }
  }

  private static void assertReset(Socket deaf) throws IOException {
    deaf.setSoTimeout(5_000);
    InputStream in = deaf.getInputStream();
    long[] taken = {0};
    assertThatThrownBy(() -> readOn(in, taken))
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
    assertThat(taken[0]).isLessThan(MOST_TAKEN);
  }

  private static void readOn(InputStream in, long[] taken) throws IOException {
    byte[] some = new byte[64 * 1024];
    for (int read = in.read(some); read >= 0; read = in.read(some)) {
      taken[0] += read;
    }
  }
}
