package lab.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import lab.contract.Operation;
import lab.dialect.ClientError;
import lab.dialect.RequestReading;
import org.junit.jupiter.api.Test;

class OpenAiClientTest {
  private static final ClientError ERROR =
      new ClientError(503, "busy", "service_unavailable_error", null, "server_is_overloaded");

  private final OpenAiClient client = new OpenAiClient(Operation.CHAT, MetadataKeys.NONE);

  @Test
  void aRequestIsReadAsWhatItsPathAsksFor() {
    // When
    RequestReading reading = client.read(utf8("{\"model\":\"m\",\"messages\":[{}]}"));
    // Then
    assertThat(((RequestReading.Understood) reading).call().operation()).isEqualTo(Operation.CHAT);
    assertThat(client.read(utf8("{\"model\":\"m\",\"prompt\":\"hi\"}")))
        .isInstanceOf(RequestReading.Malformed.class);
  }

  @Test
  void anErrorIsToldBeforeAndInsideAStream() {
    // Given
    var understood = (RequestReading.Understood) client.read(utf8("{\"messages\":[{}]}"));
    // When
    byte[] events = understood.call().answers().errorEvents(ERROR);
    // Then
    String body =
        "{\"error\":{\"message\":\"busy\",\"type\":\"service_unavailable_error\",\"param\":null,"
            + "\"code\":\"server_is_overloaded\"}}";
    assertThat(client.errorStatus(ERROR)).isEqualTo(503);
    assertThat(client.errorBody(ERROR)).asString().isEqualTo(body);
    assertThat(events).asString().isEqualTo("event: error\ndata: " + body + "\n\ndata: [DONE]\n\n");
  }

  @Test
  void aSilentStreamIsKeptOpenByAComment() {
    assertThat(client.streamType()).startsWith("text/event-stream");
    assertThat(client.keepAlive()).asString().isEqualTo(": keep-alive\n\n");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
