package lab.dialect;

import org.jspecify.annotations.Nullable;

/** What came of reading a request body. */
public sealed interface RequestReading {

  /** It can be served. */
  record Understood(InferenceCall call) implements RequestReading {}

  /** It needs no model: the gateway answers it by itself, with status 200. */
  final class Answered implements RequestReading {
    private final byte[] body;

    /**
     * @param body JSON in the client's dialect
     */
    public Answered(byte[] body) {
      this.body = body;
    }

    public byte[] body() {
      return body;
    }
  }

  /**
   * It can not, and the client is told why with status 400.
   *
   * @param message names the thing, the value and the rule
   * @param param the field it is about, or null
   * @param code a stable code such as {@code invalid_json}, {@code invalid_type}
   */
  record Malformed(String message, @Nullable String param, String code) implements RequestReading {}
}
