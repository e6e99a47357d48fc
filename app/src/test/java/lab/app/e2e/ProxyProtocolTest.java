package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.IntStream;
import lab.app.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node behind a proxy that passes bytes on, and tells whose they are before them. */
class ProxyProtocolTest extends WithScriptedNode {
  private static final String MASTER = "sk-0123456789abcdef0123456789abcdef";
  private static final String FIXED = "0d0a0d0a000d0a515549540a2111000c";

  @Override
  String gateway() {
    return trusting("127.0.0.0/8");
  }

  private static String trusting(String proxies) {
    return """
    server_settings:
      trusted_proxies: [%s]
      proxy_protocol: true
      header_timeout: 2s
    general_settings:
      master_key: %s
    """
        .formatted(proxies, MASTER);
  }

  private static byte[] inWords(String client) {
    return "PROXY TCP4 %s 192.0.2.1 4711 443\r\n"
        .formatted(client)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] inBytes(int lastOfClient) {
    String addresses = "c63364%02xc0000201126701bb".formatted(lastOfClient);
    return HexFormat.of().parseHex(FIXED + addresses);
  }

  private static String page(String key) {
    return "GET /v1/models HTTP/1.1\r\nhost: x\r\nauthorization: Bearer " + key + "\r\n\r\n";
  }

  /** On a connection of its own. */
  private int status(byte[] header, String key) throws Exception {
    try (Wire wire = new Wire(node.port())) {
      return wire.send(header).send(page(key)).answer().status();
    }
  }

  @Test
  void clientsAreToldApartByWhatTheProxySays() throws Exception {
    // Given: somebody who guesses
    boolean slowed = false;
    for (int i = 0; i < 20 && !slowed; i++) {
      slowed = status(inWords("203.0.113.9"), "sk-guess-" + i) == 429;
    }

    // Then
    assertThat(slowed).isTrue();
    assertThat(status(inWords("198.51.100.7"), "sk-wrong")).isEqualTo(401);
    assertThat(status(inBytes(8), "sk-wrong")).isEqualTo(401);
    assertThat(status(inWords("203.0.113.9"), MASTER)).isEqualTo(200);
  }

  @Test
  void aHeaderMayComeWithTheRequestOrByteForByte() throws Exception {
    byte[] header = inBytes(11);
    try (Wire together = new Wire(node.port());
        Wire apart = new Wire(node.port())) {
      // When
      String request = new String(header, StandardCharsets.ISO_8859_1) + page(MASTER);
      together.send(request.getBytes(StandardCharsets.ISO_8859_1));
      for (byte one : header) {
        apart.send(new byte[] {one});
      }
      apart.send(page(MASTER));

      // Then
      assertThat(together.answer().status()).isEqualTo(200);
      assertThat(apart.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void http2MayFollow() throws Exception {
    try (Frames client = new Frames(node.port())) {
      client.raw(inWords("198.51.100.7")).raw(Frames.PREFACE).send(Frames.SETTINGS, 0, 0, none());

      client.head(
          1, ":method", "GET", ":scheme", "http", ":authority", "x", ":path", "/health/liveness");

      assertThat(client.next(Frames.DATA).says("I'm alive!")).isTrue();
    }
  }

  private static byte[] none() {
    return new byte[0];
  }

  @Test
  void aProxyThatDoesNotSayWhomItBringsIsClosed() throws Exception {
    try (Wire without = new Wire(node.port());
        Wire half = new Wire(node.port())) {
      // When
      without.send(page(MASTER));
      half.send("PROXY TCP4 198.51");

      // Then
      assertThat(without.closes()).isTrue();
      assertThat(half.closes()).isTrue();
    }
  }

  @Test
  void whoIsNoTrustedProxyIsNotListenedTo(@TempDir Path folder) throws Exception {
    // Given
    Map<String, String> files =
        Map.of("providers.yaml", providers(), "gateway.yaml", trusting("10.0.0.0/8"));
    try (TestNode elsewhere = TestNode.start(folder, files)) {
      // When
      Answer plain = Wire.ask(elsewhere.port(), page(MASTER));
      Answer claims =
          Wire.ask(
              elsewhere.port(),
              new String(inWords("10.0.0.1"), StandardCharsets.US_ASCII) + page(MASTER));

      // Then
      assertThat(plain.status()).isEqualTo(200);
      assertThat(claims.status()).isEqualTo(400);
    }
  }

  @Test
  void allOfAProxysConnectionsAreServed() throws Exception {
    assertThat(
            IntStream.range(0, 50)
                .parallel()
                .filter(i -> isServed(inWords("198.51.100." + i)))
                .count())
        .isEqualTo(50);
  }

  private boolean isServed(byte[] header) {
    try {
      return status(header, MASTER) == 200;
    } catch (Exception broken) {
      return false;
    }
  }
}
