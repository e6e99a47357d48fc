package lab.dialect.anthropic;

import static java.nio.charset.StandardCharsets.US_ASCII;

import lab.dialect.ClientError;
import lab.dialect.json.JsonBytes;

/** What Anthropic's clients are told when something went wrong, and that nothing has so far. */
final class AnthropicErrors {
  private static final byte[] PING =
      "event: ping\ndata: {\"type\":\"ping\"}\n\n".getBytes(US_ASCII);

  /** Anthropic's own status for a server that is busy; its clients wait and try again. */
  private static final int OVERLOADED = 529;

  private AnthropicErrors() {}

  static int status(ClientError error) {
    if ("server_is_overloaded".equals(error.code())) {
      return OVERLOADED;
    }
    return error.status() == 502 ? 500 : error.status();
  }

  private static String type(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 402 -> "billing_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 504 -> "timeout_error";
      case OVERLOADED -> "overloaded_error";
      default -> status < 500 ? "invalid_request_error" : "api_error";
    };
  }

  static byte[] body(ClientError error) {
    // Agents shorten their history when they read these words.
    String said =
        "context_length_exceeded".equals(error.code())
                && !error.message().contains("prompt is too long")
            ? "prompt is too long: " + error.message()
            : error.message();
    return new JsonBytes()
        .raw("{\"type\":\"error\",\"error\":{\"type\":\"" + type(status(error)))
        .raw("\",\"message\":")
        .string(said)
        .raw("}}")
        .taken();
  }

  static byte[] event(ClientError error) {
    return new JsonBytes().raw("event: error\ndata: ").raw(body(error)).raw("\n\n").taken();
  }

  static byte[] ping() {
    return PING.clone();
  }
}
