package lab.dialect.openai;

import lab.contract.Operation;
import lab.dialect.RequestReading;
import lab.dialect.json.MalformedJson;

/** Reads the request bodies of OpenAI clients. */
public final class OpenAiRequests {
  private OpenAiRequests() {}

  /**
   * Reads one body: all of it is checked to be JSON, and what the gateway needs to know of it is
   * found. Never throws.
   *
   * @param operation what its path asks for
   * @param body the body; kept by the call that comes of it, so nobody may change it
   */
  public static RequestReading read(Operation operation, byte[] body) {
    return read(operation, body, MetadataKeys.NONE);
  }

  /**
   * The same where rules ask for metadata.
   *
   * @param operation what its path asks for
   * @param body the body; kept by the call that comes of it, so nobody may change it
   * @param metadata the entries that rules ask for
   */
  public static RequestReading read(Operation operation, byte[] body, MetadataKeys metadata) {
    try {
      return new RequestReader(operation, body, metadata).read();
    } catch (MalformedJson malformed) {
      return new RequestReading.Malformed(
          "the body is not valid JSON: " + malformed.getMessage(), null, "invalid_json");
    }
  }
}
