package lab.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import lab.dialect.json.Json;
import lab.dialect.openai.Fitting;

/** The input of a response as messages of a chat. */
final class ItemsReader {
  private final Fitting fitting;
  private final ArrayNode out;

  ItemsReader(Fitting fitting, ArrayNode out) {
    this.fitting = fitting;
    this.out = out;
  }

  void read(JsonNode input) {
    if (input.isTextual()) {
      out.addObject().put("role", "user").set("content", input);
    } else if (input.isArray()) {
      for (int i = 0; i < input.size(); i++) {
        read("input[" + i + "]", input.get(i));
      }
    } else {
      fitting.wrongType("input", input, "a string or a list of items");
    }
  }

  private void read(String at, JsonNode item) {
    switch (item.path("type").asText("message")) {
      case "message" -> readMessage(at, item);
      case "function_call" -> readCall(at, item);
      case "function_call_output" -> {
        ObjectNode result = out.addObject().put("role", "tool");
        result.put("tool_call_id", fitting.text(at + ".call_id", item.path("call_id")));
        result.set("content", content(at + ".output", item.path("output")));
      }
      // Thoughts of before, which chats have no place for.
      case "reasoning" -> {}
      default ->
          fitting.reject(at + ".type", "is of an item that only OpenAI's own servers make or keep");
    }
  }

  private void readMessage(String at, JsonNode item) {
    switch (item.path("role").asText()) {
      case "user", "assistant", "system", "developer" ->
          out.addObject()
              .put("role", item.path("role").asText())
              .set("content", content(at + ".content", item.path("content")));
      default -> fitting.reject(at + ".role", "must be user, assistant, system or developer");
    }
  }

  /** Calls in a row are of one message. */
  private void readCall(String at, JsonNode item) {
    JsonNode last = out.isEmpty() ? Json.object() : out.get(out.size() - 1);
    ObjectNode message =
        last instanceof ObjectNode answer && last.path("role").asText().equals("assistant")
            ? answer
            : out.addObject().put("role", "assistant").putNull("content");
    ObjectNode call = message.withArray("tool_calls").addObject();
    call.put("id", fitting.text(at + ".call_id", item.path("call_id"))).put("type", "function");
    call.putObject("function")
        .put("name", fitting.text(at + ".name", item.path("name")))
        .put("arguments", item.path("arguments").asText("{}"));
  }

  private JsonNode content(String at, JsonNode content) {
    if (content.isTextual()) {
      return content;
    }
    ArrayNode parts = Json.array();
    if (!content.isArray()) {
      fitting.wrongType(at, content, "a string or a list of parts");
    }
    for (int i = 0; i < content.size(); i++) {
      readPart(at + "[" + i + "]", content.get(i), parts);
    }
    boolean plain = parts.size() == 1 && parts.get(0).path("type").asText().equals("text");
    return plain ? parts.get(0).get("text") : parts;
  }

  private void readPart(String at, JsonNode part, ArrayNode parts) {
    switch (part.path("type").asText()) {
      case "input_text", "output_text", "text" -> addText(at + ".text", part.path("text"), parts);
      case "refusal" -> addText(at + ".refusal", part.path("refusal"), parts);
      case "input_image" -> {
        String url = fitting.text(at + ".image_url", part.path("image_url"));
        ObjectNode image = parts.addObject().put("type", "image_url").putObject("image_url");
        image.put("url", url);
        if (part.path("detail").isTextual()) {
          image.set("detail", part.get("detail"));
        }
      }
      case "input_file" -> {
        ObjectNode file = parts.addObject().put("type", "file").putObject("file");
        file.put("file_data", fitting.text(at + ".file_data", part.path("file_data")));
        file.put("filename", part.path("filename").asText("file"));
      }
      default -> fitting.reject(at + ".type", "must be input_text, input_image or input_file");
    }
  }

  private void addText(String at, JsonNode text, ArrayNode parts) {
    parts.addObject().put("type", "text").put("text", fitting.text(at, text));
  }
}
