package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.util.ResourceLeakDetector;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lab.testkit.answers.Answers;
import lab.testkit.script.ScriptedProvider;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a request costs in memory on the event loops: a figure that is the same on every machine,
 * unlike a time. Whoever raises a ceiling says why.
 */
class AllocationCeilingTest {
  /**
   * 19,000 before answers told their way in seven more headers, requests told their facts, and
   * attempts were told to a board at both ends. What is measured varies by some 300 with how far
   * the compiler has come.
   */
  private static final int CHAT_CEILING = 21_000;

  private static final int WARM_UP = 4_000;
  private static final int BATCHES = 5;
  private static final int PER_BATCH = 1_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final ResourceLeakDetector.Level asked = ResourceLeakDetector.getLevel();
  private final Vertx providers = Vertx.vertx();
  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void leaveBuffersAlone() {
    // The detector notes a stack trace for every touch of a buffer, which would be all we measure.
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
  }

  @AfterEach
  void restore() throws Exception {
    ResourceLeakDetector.setLevel(asked);
    var unused = providers.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void aChatOfOneKilobyteStaysBelowItsCeiling() throws Exception {
    // Given
    ScriptedProvider provider =
        ScriptedProvider.start(providers)
            .await(10, TimeUnit.SECONDS)
            .otherwise(
                Answers.chat(
                    Flavour.OPENAI, "m", Said.words("An answer of some words. ".repeat(30))));
    Map<String, String> files =
        Map.of(
            "providers.yaml",
            """
            providers:
              p:
                type: openai_compatible
                base_url: %s
                status: active
                models: [m]
            health_checks: {enabled: false}
            """
                .formatted(provider.address()));
    byte[] request = request("Words of a prompt. ".repeat(50));

    // When
    long bytes;
    try (TestNode node = TestNode.start(folder, files);
        Socket client = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
      bytes = perRequest(node, client, request);
    }

    // Then
    System.out.println("allocated on the event loop per chat: " + bytes + " bytes");
    assertThat(bytes).isBetween(1L, (long) CHAT_CEILING);
  }

  /** The least of several batches: what the compiler still had to do does not count. */
  private long perRequest(TestNode node, Socket client, byte[] request) throws Exception {
    send(client, request, WARM_UP);
    long least = Long.MAX_VALUE;
    for (int batch = 0; batch < BATCHES; batch++) {
      long before = allocated(node);
      send(client, request, PER_BATCH);
      least = Math.min(least, (allocated(node) - before) / PER_BATCH);
    }
    return least;
  }

  private long allocated(TestNode node) {
    return node.loops().stream()
        .mapToLong(loop -> threads.getThreadAllocatedBytes(loop.threadId()))
        .sum();
  }

  private static byte[] request(String prompt) {
    String body =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]}";
    return ("POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-type:"
            + " application/json\r\ncontent-length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void send(Socket client, byte[] request, int times) throws IOException {
    InputStream in = client.getInputStream();
    byte[] answer = new byte[16 * 1024];
    for (int i = 0; i < times; i++) {
      client.getOutputStream().write(request);
      int length = 0;
      do {
        int read = in.read(answer, length, answer.length - length);
        assertThat(read).as("the connection was closed").isPositive();
        length += read;
      } while (!complete(answer, length));
    }
  }

  private static boolean complete(byte[] answer, int length) {
    String text = new String(answer, 0, length, StandardCharsets.ISO_8859_1);
    int body = text.indexOf("\r\n\r\n") + 4;
    int at = text.indexOf("content-length: ");
    if (body < 4 || at < 0) {
      return false;
    }
    assertThat(text).startsWith("HTTP/1.1 200");
    int expected = Integer.parseInt(text.substring(at + 16, text.indexOf("\r\n", at)).strip());
    return length - body >= expected;
  }
}
