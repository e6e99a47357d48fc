package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images travel inside requests: several megabytes pass unharmed, however they are sent. */
class LargeBodyTest extends WithScriptedNode {
  private static final String HEAD = "POST " + CHAT + " HTTP/1.1\r\nhost: x\r\n";

  @Override
  String gateway() {
    return "{}";
  }

  /** About three megabytes, in which no two parts are alike. */
  private static String image() {
    byte[] pixels = new byte[2_300_000];
    new Random(1).nextBytes(pixels);
    return HELLO.replace("Hello", Base64.getEncoder().encodeToString(pixels));
  }

  @Test
  void aBodyWithALengthPasses() throws Exception {
    // Given
    String body = image();

    // When
    Answer answer = ask(Wire.post(CHAT, body));

    // Then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(new JsonObject(provider.requests().getLast().text()))
        .isEqualTo(new JsonObject(body));
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 65_536, 2_000_000})
  void aBodyInChunksPasses(int chunk) throws Exception {
    // Given
    String body = image();
    try (Wire wire = new Wire(node.port())) {
      // When
      wire.send(HEAD + "transfer-encoding: chunked\r\n\r\n");
      for (int at = 0; at < body.length(); at += chunk) {
        String part = body.substring(at, Math.min(body.length(), at + chunk));
        wire.send(Integer.toHexString(part.length()) + "\r\n" + part + "\r\n");
      }
      Answer answer = wire.send("0\r\n\r\n").answer();

      // Then
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(provider.requests().getLast().text()).isEqualTo(body);
    }
  }

  @Test
  void aLargeBodyThatIsNoJsonIsRefusedAndTheConnectionGoesOn() throws Exception {
    // Given
    int before = asked();
    try (Wire wire = new Wire(node.port())) {
      // When
      Answer refused = wire.send(Wire.post(CHAT, image() + "}")).answer();
      Answer next = wire.send(Wire.post(CHAT, HELLO)).answer();

      // Then
      refused.isRefusal(400, "invalid_json");
      assertThat(next.status()).isEqualTo(200);
      assertThat(asked()).isEqualTo(before + 1);
    }
  }
}
