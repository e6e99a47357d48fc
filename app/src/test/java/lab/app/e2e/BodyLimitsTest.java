package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body that is too large, or compressed, is refused before it is read. */
class BodyLimitsTest extends WithScriptedNode {
  private static final String HEAD = "POST " + CHAT + " HTTP/1.1\r\nhost: x\r\n";

  private static String ofSize(int bytes) {
    return HELLO.replace("Hello", "x".repeat(bytes - HELLO.length() + "Hello".length()));
  }

  @Test
  void theLargestBodyIsServedAndOneByteMoreIsNot() throws Exception {
    // When
    Answer largest = ask(Wire.post(CHAT, ofSize(LARGEST_BODY)));
    Answer tooLarge = ask(Wire.post(CHAT, ofSize(LARGEST_BODY + 1)));

    // Then
    assertThat(largest.status()).isEqualTo(200);
    assertThat(provider.requests().getLast().text()).hasSize(LARGEST_BODY);
    tooLarge.isRefusal(413, "request_too_large");
    assertThat(tooLarge.error().getString("message")).contains("65536");
  }

  @Test
  void anAnnouncedBodyIsRefusedBeforeItIsRead() throws Exception {
    // Given
    int before = settled();
    try (Wire wire = new Wire(node.port())) {
      // When: not a byte of the body
      Answer answer = wire.send(HEAD + "content-length: 5000000000\r\n\r\n").answer();

      // Then
      answer.isRefusal(413, "request_too_large");
      assertThat(answer.keepsConnection()).isFalse();
      assertThat(wire.closes()).isTrue();
      assertThat(asked()).isEqualTo(before);
    }
  }

  @Test
  void whoAsksBeforeSendingIsRefusedWithoutAGoAhead() throws Exception {
    try (Wire wire = new Wire(node.port())) {
      // When
      Answer first =
          wire.send(HEAD + "content-length: 65537\r\nexpect: 100-continue\r\n\r\n").answer();

      // Then
      first.isRefusal(413, "request_too_large");
      assertThat(wire.closes()).isTrue();
    }
  }

  @Test
  void aClientThatGoesOnSendingStillReadsItsRefusal() throws Exception {
    // Given
    byte[] body = new byte[8 * 1024 * 1024];
    try (Wire wire = new Wire(node.port())) {
      // When
      Answer answer =
          wire.send(HEAD + "content-length: " + body.length + "\r\n\r\n")
              .sendWhileItIsTaken(body)
              .answer();

      // Then
      answer.isRefusal(413, "request_too_large");
      assertThat(wire.closes()).isTrue();
    }
  }

  @Test
  void aBodyInChunksIsCutOffWhileItIsRead() throws Exception {
    // Given
    int before = settled();
    String chunk = "2000\r\n" + "x".repeat(0x2000) + "\r\n";
    try (Wire wire = new Wire(node.port())) {
      // When: it never ends
      Answer answer =
          wire.send(HEAD + "transfer-encoding: chunked\r\n\r\n" + chunk.repeat(9)).answer();

      // Then
      answer.isRefusal(413, "request_too_large");
      assertThat(answer.keepsConnection()).isFalse();
      assertThat(wire.closes()).isTrue();
      assertThat(asked()).isEqualTo(before);
    }
  }

  @Test
  void aRefusedBodyIsNoPlaceForAnotherRequest() throws Exception {
    // Given: a body that is one byte too large, and a whole request right behind it
    int before = settled();
    String request = Wire.post(CHAT, ofSize(LARGEST_BODY + 1)) + Wire.post(CHAT, HELLO);
    try (Wire wire = new Wire(node.port())) {
      // When
      Answer answer = wire.send(request).answer();

      // Then
      answer.isRefusal(413, "request_too_large");
      assertThat(wire.closes()).isTrue();
      assertThat(asked()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "br", "deflate", "zstd", "identity, gzip"})
  void aCompressedBodyIsRefusedUnread(String encoding) throws Exception {
    // Given
    int before = settled();
    try (Wire wire = new Wire(node.port())) {
      // When
      Answer answer =
          wire.send(Wire.post(CHAT, "content-encoding: " + encoding + "\r\n", HELLO)).answer();

      // Then
      answer.isRefusal(415, "unsupported_content_encoding");
      assertThat(answer.error().getString("message")).contains(encoding);
      assertThat(wire.closes()).isTrue();
      assertThat(asked()).isEqualTo(before);
    }
  }

  @Test
  void anEncodingThatChangesNothingIsServed() throws Exception {
    assertThat(ask(Wire.post(CHAT, "content-encoding: Identity\r\n", HELLO)).status())
        .isEqualTo(200);
  }

  @Test
  void whoAsksBeforeSendingGetsItsGoAhead() throws Exception {
    // Given
    String request = Wire.post(CHAT, "expect: 100-Continue\r\n", HELLO);
    try (Wire wire = new Wire(node.port())) {
      // When
      Answer goAhead = wire.send(request.substring(0, request.length() - HELLO.length())).answer();
      Answer answer = wire.send(HELLO).answer();
      Answer next = wire.send(Wire.post(CHAT, HELLO)).answer();

      // Then
      assertThat(goAhead.status()).isEqualTo(100);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(next.status()).isEqualTo(200);
      assertThat(provider.requests().getLast().header("expect")).isNull();
    }
  }

  @Test
  void aBodyMayComeInChunksOfAnySize() throws Exception {
    // Given
    StringBuilder chunks = new StringBuilder();
    for (byte one : HELLO.getBytes(StandardCharsets.US_ASCII)) {
      chunks.append("001;ext=1\r\n").append((char) one).append("\r\n");
    }
    try (Wire wire = new Wire(node.port())) {
      // When
      wire.send(HEAD + "Transfer-Encoding: Chunked\r\n\r\n" + chunks + "0\r\nx-trailer: y\r\n\r\n");
      Answer answer = wire.answer();
      Answer next = wire.send(Wire.post(CHAT, HELLO)).answer();

      // Then
      assertThat(answer.status()).isEqualTo(200);
      assertThat(provider.requests().getLast().text()).isEqualTo(HELLO);
      assertThat(next.status()).isEqualTo(200);
    }
  }

  @Test
  void aPathThatIsNotThereDoesNotReadItsBodyEither() throws Exception {
    try (Wire wire = new Wire(node.port())) {
      // When
      Answer answer =
          wire.send("POST /v1/nothing HTTP/1.1\r\nhost: x\r\ncontent-length: 500\r\n\r\n").answer();

      // Then
      answer.isRefusal(404, "unknown_url");
      assertThat(answer.keepsConnection()).isFalse();
      assertThat(wire.closes()).isTrue();
    }
  }

  /** How often the provider was asked, once what the test before sent has arrived. */
  private int settled() {
    AtomicInteger last = new AtomicInteger(-1);
    Awaitility.await()
        .pollInterval(Duration.ofMillis(30))
        .until(() -> last.getAndSet(asked()) == asked());
    return last.get();
  }
}
