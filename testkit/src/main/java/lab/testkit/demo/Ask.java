package lab.testkit.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks of a model, whatever wire format it came in.
 *
 * @param model the name
 * @param question the last thing the user said
 * @param promptTokens tokens of everything that was said
 * @param toolResult what the last tool gave back, or null where none was called
 * @param tools what it offers
 * @param toolChoice {@code none}, {@code auto}, {@code required} or a tool's name
 * @param format the JSON schema that the answer must have; missing for plain text
 * @param thinking whether to think aloud, where the model can
 * @param mostTokens after which the answer is cut
 * @param stops texts before which the answer is cut
 */
record Ask(
    String model,
    String question,
    int promptTokens,
    @Nullable String toolResult,
    List<Tool> tools,
    String toolChoice,
    JsonNode format,
    boolean thinking,
    int mostTokens,
    List<String> stops) {
  Ask {
    tools = List.copyOf(tools);
    stops = List.copyOf(stops);
  }

  /** The same, asked of another model. */
  Ask as(String other) {
    return new Ask(
        other,
        question,
        promptTokens,
        toolResult,
        tools,
        toolChoice,
        format,
        thinking,
        mostTokens,
        stops);
  }
}
