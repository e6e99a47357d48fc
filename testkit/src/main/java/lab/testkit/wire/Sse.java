package lab.testkit.wire;

import com.fasterxml.jackson.databind.JsonNode;

/** Frames of an event stream. */
public final class Sse {
  /** What ends a stream of OpenAI's format. */
  public static final String DONE = "data: [DONE]\n\n";

  private Sse() {}

  /** An event without a name. */
  public static String data(JsonNode json) {
    return "data: " + json + "\n\n";
  }
}
