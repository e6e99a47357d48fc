package lab.dialect.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import lab.dialect.openai.Fitting;

/** A chat as {@code /api/chat} takes it. */
final class ChatRequest {
  private ChatRequest() {}

  static void write(ObjectNode asked, Fitting fitting, ObjectNode out) {
    var generation = new Generation(fitting, out);
    var tools = new Tools(fitting);
    JsonNode messages = MissingNode.getInstance();
    for (Map.Entry<String, JsonNode> field : asked.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      if (value.isNull()) {
        continue;
      }
      switch (name) {
        case "messages" -> messages = value;
        case "tools" -> tools.take(value);
        case "tool_choice" -> tools.takeChoice(value);
        case "parallel_tool_calls" -> {
          if (fitting.isBoolean(name, value) && !value.booleanValue()) {
            fitting.lose(name);
          }
        }
        case "logprobs" -> generation.takeFlag(name, value);
        case "top_logprobs" -> generation.takeTopLogprobs(name, value);
        case "modalities" -> {
          if (!value.isArray() || value.size() != 1 || !value.path(0).asText().equals("text")) {
            fitting.lose(name);
          }
        }
        default -> generation.take(name, value);
      }
    }
    Messages.write(messages, fitting, out.putArray("messages"));
    tools.writeTo(out);
    generation.finish();
  }
}
