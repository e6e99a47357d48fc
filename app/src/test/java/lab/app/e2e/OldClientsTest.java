package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that speak HTTP/1.0, or would rather speak HTTP/2. */
class OldClientsTest extends WithScriptedNode {

  @ParameterizedTest
  @ValueSource(strings = {"", "connection: keep-alive\r\n"})
  void aStreamToAnOldClientHasNoChunksAndEndsWithItsConnection(String headers) throws Exception {
    // Given
    provider.then(streamed("one ", "two"));
    try (Wire wire = new Wire(node.port())) {
      // When
      wire.send(Wire.post(CHAT, headers, HELLO_STREAMED).replace("HTTP/1.1", "HTTP/1.0"));
      String all = wire.rest();

      // Then
      String head = all.substring(0, all.indexOf("\r\n\r\n"));
      String body = all.substring(head.length() + 4);
      assertThat(head)
          .startsWith("HTTP/1.")
          .containsIgnoringCase("connection: close")
          .doesNotContainIgnoringCase("transfer-encoding")
          .doesNotContainIgnoringCase("content-length");
      assertThat(body).startsWith("data: {").contains("one ", "two").endsWith("data: [DONE]\n\n");
    }
  }

  @Test
  void anAnswerToAnOldClientHasItsLength() throws Exception {
    try (Wire wire = new Wire(node.port())) {
      // When
      wire.send(Wire.post(CHAT, HELLO).replace("HTTP/1.1", "HTTP/1.0"));
      Answer answer = wire.answer();

      // Then
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.headers()).containsKey("content-length");
      assertThat(wire.closes()).isTrue();
    }
  }

  @Test
  void anOldClientMayKeepItsConnection() throws Exception {
    // Given
    String request =
        Wire.post(CHAT, "connection: keep-alive\r\n", HELLO).replace("HTTP/1.1", "HTTP/1.0");
    try (Wire wire = new Wire(node.port())) {
      // When
      Answer first = wire.send(request).answer();
      Answer second = wire.send(request).answer();

      // Then
      assertThat(first.header("connection")).isEqualToIgnoringCase("keep-alive");
      assertThat(second.status()).isEqualTo(200);
    }
  }

  @Test
  void anUpgradeToHttp2IsIgnoredAndTheBodyIsRead() throws Exception {
    // Given: what the JDK's own client sends
    String headers =
        Wire.lines(
            "connection: Upgrade, HTTP2-Settings",
            "upgrade: h2c",
            "http2-settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA");
    try (Wire wire = new Wire(node.port())) {
      // When
      Answer answer = wire.send(Wire.post(CHAT, headers, HELLO)).answer();
      Answer next = wire.send(Wire.post(CHAT, HELLO)).answer();

      // Then
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.headers()).doesNotContainKey("upgrade");
      assertThat(next.status()).isEqualTo(200);
      assertThat(provider.requests().getLast().text()).isEqualTo(HELLO);
      assertThat(provider.requests().getLast().headers()).doesNotContainKeys("upgrade");
    }
  }

  @Test
  void aWebSocketIsNotOpened() throws Exception {
    // Given
    String handshake =
        Wire.lines(
            "GET /v1/models HTTP/1.1",
            "host: x",
            "connection: upgrade",
            "upgrade: websocket",
            "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
            "sec-websocket-version: 13",
            "");
    try (Wire wire = new Wire(node.port())) {
      // When
      Answer answer = wire.send(handshake).answer();

      // Then
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().getString("object")).isEqualTo("list");
    }
  }

  @Test
  void anIdleConnectionStaysOpen() throws Exception {
    try (Wire wire = new Wire(node.port())) {
      // When
      Answer first = wire.send(Wire.head("GET", "/v1/models")).answer();

      // Then
      assertThat(first.keepsConnection()).isTrue();
      assertThat(wire.hearsNothingFor(Duration.ofMillis(300))).isTrue();
      assertThat(wire.send(Wire.head("GET", "/v1/models")).answer().status()).isEqualTo(200);
    }
  }
}
