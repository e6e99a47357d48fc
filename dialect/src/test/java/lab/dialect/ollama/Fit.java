package lab.dialect.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.dialect.Failure;
import lab.dialect.ProviderDialect.Written;
import lab.dialect.ProviderRequest;

/** Requests as they are written, read back. */
final class Fit {
  static final JsonMapper JSON = new JsonMapper();
  private static final OllamaDialect DIALECT = new OllamaDialect();

  private Fit() {}

  static ProviderRequest request(Call call) {
    Written written = DIALECT.request(call, new ModelName("m"));
    assertThat(written).isInstanceOf(Written.Ready.class);
    return ((Written.Ready) written).request();
  }

  static JsonNode body(Call call) {
    return json(request(call).body());
  }

  /** The body of a chat whose request has these fields beside one message. */
  static JsonNode chat(String fields) {
    return body(Call.chat(chatJson(fields)));
  }

  static JsonNode options(String fields) {
    return chat(fields).path("options");
  }

  static List<String> lost(String fields) {
    return request(Call.chat(chatJson(fields))).lost();
  }

  static Failure refused(Call call) {
    Written written = DIALECT.request(call, new ModelName("m"));
    assertThat(written).isInstanceOf(Written.Impossible.class);
    Failure failure = ((Written.Impossible) written).failure();
    assertThat(failure.kind()).isEqualTo(FailureKind.BAD_REQUEST);
    return failure;
  }

  static Failure refusedChat(String fields) {
    return refused(Call.chat(chatJson(fields)));
  }

  static JsonNode json(String json) {
    return json(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  static JsonNode json(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String chatJson(String fields) {
    return "{'model':'x','messages':[{'role':'user','content':'hi'}]," + fields + "}";
  }
}
