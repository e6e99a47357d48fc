package lab.app.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A head that is too large is refused with the limit, whatever still comes of it. */
class HeadLimitsTest extends WithScriptedNode {

  @Test
  void aLongPathIsTooLong() throws Exception {
    try (Wire wire = new Wire(node.port())) {
      // When
      Answer answer = wire.send(Wire.head("GET", "/v1/models/" + "m".repeat(9_000))).answer();

      // Then
      answer.isRefusal(414, "uri_too_long");
      assertThat(answer.error().getString("message")).contains("8192");
      assertThat(answer.keepsConnection()).isFalse();
      assertThat(wire.closes()).isTrue();
    }
  }

  @Test
  void anEndlessPathIsTooLongToo() throws Exception {
    try (Wire wire = new Wire(node.port())) {
      // When
      wire.sendWhileItIsTaken(("GET /" + "m".repeat(4 * 1024 * 1024)).getBytes(UTF_8));

      // Then
      wire.answer().isRefusal(414, "uri_too_long");
      assertThat(wire.closes()).isTrue();
    }
  }

  @Test
  void oneLargeHeaderIsTooLarge() throws Exception {
    try (Wire wire = new Wire(node.port())) {
      // When
      String header = "x-flood: " + "f".repeat(40_000) + "\r\n";
      Answer answer = wire.send(Wire.post(CHAT, header, HELLO)).answer();

      // Then
      answer.isRefusal(431, "headers_too_large");
      assertThat(answer.error().getString("message")).contains("32768");
      assertThat(answer.keepsConnection()).isFalse();
      assertThat(wire.closes()).isTrue();
    }
  }

  @Test
  void aFloodOfHeadersIsToldSoWhileItStillComes() throws Exception {
    // Given
    int before = asked();
    StringBuilder flood = new StringBuilder("POST " + CHAT + " HTTP/1.1\r\nhost: x\r\n");
    for (int i = 0; i < 100_000; i++) {
      flood.append("x-flood-").append(i).append(": ").append(i).append("\r\n");
    }
    try (Wire wire = new Wire(node.port())) {
      // When
      wire.sendWhileItIsTaken(flood.toString().getBytes(UTF_8));

      // Then
      wire.answer().isRefusal(431, "headers_too_large");
      assertThat(wire.closes()).isTrue();
      assertThat(asked()).isEqualTo(before);
    }
  }

  @Test
  void manyHeadersWithinTheLimitAreServed() throws Exception {
    // Given
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      many.append("x-many-").append(i).append(": ").append(i).append("\r\n");
    }

    // When
    Answer answer = ask(Wire.post(CHAT, many.toString(), HELLO));

    // Then
    assertThat(answer.status()).isEqualTo(200);
  }
}
