package lab.dialect.ollama;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import lab.dialect.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * One call of a tool; it always comes whole.
 *
 * @param id the provider's id, or null: older servers give none
 * @param name the function
 * @param arguments JSON as text, as OpenAI has it
 */
record ToolCall(@Nullable String id, String name, String arguments) {

  /** The calls of a message, or null where one of them is none. */
  static @Nullable List<ToolCall> listOf(JsonNode calls) throws JsonProcessingException {
    var list = new ArrayList<ToolCall>();
    for (JsonNode call : calls) {
      JsonNode function = call.path("function");
      String name = function.path("name").asText();
      if (name.isEmpty()) {
        return null;
      }
      String id = call.path("id").asText();
      list.add(new ToolCall(id.isEmpty() ? null : id, name, arguments(function.path("arguments"))));
    }
    return list;
  }

  private static String arguments(JsonNode arguments) throws JsonProcessingException {
    if (arguments.isTextual()) {
      return arguments.textValue();
    }
    return arguments.isObject() ? Json.text(arguments) : "{}";
  }
}
