package lab.dialect.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import lab.dialect.json.JsonMembers;
import lab.dialect.json.MalformedJson;
import lab.dialect.openai.Draft;
import lab.dialect.openai.Fitting;

/** A chat as {@code /api/chat} takes it. */
final class ChatRequest {
  private final Fitting fitting;
  private final Draft out;
  private final Generation generation;
  private final Tools tools;

  private ChatRequest(Fitting fitting, Draft out) {
    this.fitting = fitting;
    this.out = out;
    this.generation = new Generation(fitting, out.rest());
    this.tools = new Tools(fitting);
  }

  static void write(JsonMembers asked, Fitting fitting, Draft out) throws MalformedJson {
    var request = new ChatRequest(fitting, out);
    asked.each("messages", new Messages(fitting, out)::write, request::take);
    request.finish();
  }

  private void take(String name, JsonNode value) {
    switch (name) {
      // No list, or it would have been written.
      case "messages" -> {}
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

  private void finish() {
    if (out.count() == 0) {
      // Without a message this provider would only load the model.
      fitting.reject("messages", "must be a list of at least one message");
    }
    tools.writeTo(out.rest());
    generation.finish();
  }
}
