package lab.dialect.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import lab.dialect.json.JsonText;
import org.jspecify.annotations.Nullable;

/** What OpenAI clients are told when something went wrong, and that nothing has so far. */
public final class OpenAiErrors {
  private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(US_ASCII);

  private OpenAiErrors() {}

  /**
   * The body of an answer with an error status. All four keys are always there, as clients want it.
   *
   * @param message in words
   * @param type such as {@code invalid_request_error}
   * @param param the field it is about, or null
   * @param code such as {@code model_not_found}, or null
   */
  public static byte[] body(
      String message, String type, @Nullable String param, @Nullable String code) {
    ByteArrayOutputStream json = new ByteArrayOutputStream(96 + message.length());
    ascii(json, "{\"error\":{\"message\":");
    json.writeBytes(JsonText.quoted(message));
    ascii(json, ",\"type\":");
    json.writeBytes(JsonText.quoted(type));
    ascii(json, ",\"param\":");
    text(json, param);
    ascii(json, ",\"code\":");
    text(json, code);
    ascii(json, "}}");
    return json.toByteArray();
  }

  /**
   * The last events of a stream that has failed. Named {@code error}, which LangChain4j looks at,
   * with the object that all others look at, and the end marker, so that nobody waits.
   */
  public static byte[] event(
      String message, String type, @Nullable String param, @Nullable String code) {
    ByteArrayOutputStream events = new ByteArrayOutputStream(160 + message.length());
    ascii(events, "event: error\ndata: ");
    events.writeBytes(body(message, type, param, code));
    ascii(events, "\n\ndata: [DONE]\n\n");
    return events.toByteArray();
  }

  /** A comment that keeps a silent stream open; only ever between two events. */
  public static byte[] keepAlive() {
    return KEEP_ALIVE.clone();
  }

  private static void text(ByteArrayOutputStream json, @Nullable String value) {
    json.writeBytes(value == null ? "null".getBytes(UTF_8) : JsonText.quoted(value));
  }

  private static void ascii(ByteArrayOutputStream to, String text) {
    to.writeBytes(text.getBytes(US_ASCII));
  }
}
