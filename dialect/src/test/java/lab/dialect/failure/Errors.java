package lab.dialect.failure;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import lab.dialect.Failure;

/** Errors as providers send them, read. */
final class Errors {
  private Errors() {}

  static Failure read(int status, String body) {
    return read(status, body, Map.of());
  }

  static Failure read(int status, String body, Map<String, String> headers) {
    return FailureReader.ofResponse(status, headers::get, body.getBytes(StandardCharsets.UTF_8));
  }

  static Failure inside200(String json) {
    return FailureReader.ofObject(json.getBytes(StandardCharsets.UTF_8));
  }

  /** The usual form of OpenAI and most of its imitators. */
  static String openai(String message, String type, String code) {
    return "{\"error\":{\"message\":\"%s\",\"type\":\"%s\",\"param\":null,\"code\":\"%s\"}}"
        .formatted(message, type, code);
  }
}
