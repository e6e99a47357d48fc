package lab.dialect.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import lab.dialect.json.Json;
import lab.dialect.json.Texts;
import lab.dialect.openai.DataUri;
import lab.dialect.openai.Draft;
import lab.dialect.openai.Fitting;

/** Messages of Ollama's clients as OpenAI's. Calls get ids, by which results find them. */
final class NativeMessages {
  private static final JsonNode NOTHING = TextNode.valueOf("");

  private final Fitting fitting;
  private final Draft out;

  /** Ids of calls without a result yet, by the tool's name, in their order. */
  private final Map<String, Queue<String>> open = new HashMap<>();

  private int calls;

  NativeMessages(Fitting fitting, Draft out) {
    this.fitting = fitting;
    this.out = out;
  }

  void read(int index, JsonNode message) {
    String at = "messages[" + index + "]";
    String role = message.path("role").asText("").toLowerCase(Locale.ROOT);
    ObjectNode written = Json.object().put("role", role);
    switch (role) {
      case "system", "user" -> readContent(at, message, written);
      case "assistant" -> readAnswer(at, message, written);
      case "tool" -> readResult(at, message, written);
      default -> fitting.reject(at + ".role", "must be one of system, user, assistant, tool");
    }
    out.add(written);
  }

  private void readContent(String at, JsonNode message, ObjectNode written) {
    JsonNode content = message.path("content");
    boolean said =
        !content.isMissingNode() && !content.isNull() && fitting.isText(at + ".content", content);
    writeContent(at, said ? content : NOTHING, message.path("images"), fitting, written);
  }

  /** A text, with images in parts beside it. */
  static void writeContent(
      String at, JsonNode text, JsonNode images, Fitting fitting, ObjectNode written) {
    if (images.isMissingNode() || images.isNull() || images.isEmpty()) {
      written.set("content", text);
      return;
    }
    ArrayNode parts = written.putArray("content");
    if (!Texts.isEmpty(text)) {
      parts.addObject().put("type", "text").set("text", text);
    }
    if (fitting.isTexts(at + ".images", images)) {
      for (JsonNode image : images) {
        ObjectNode url = parts.addObject().put("type", "image_url").putObject("image_url");
        url.set("url", DataUri.ofBase64(image).uri());
      }
    }
  }

  private void readAnswer(String at, JsonNode message, ObjectNode written) {
    readContent(at, message, written);
    if (message.path("thinking").isTextual() && !Texts.isEmpty(message.path("thinking"))) {
      written.set("reasoning_content", message.get("thinking"));
    }
    for (JsonNode call : message.path("tool_calls")) {
      JsonNode function = call.path("function");
      String name = fitting.text(at + ".tool_calls.function.name", function.path("name"));
      String id = call.path("id").asText("call_" + calls);
      calls++;
      ObjectNode added = written.withArray("tool_calls").addObject().put("id", id);
      added
          .put("type", "function")
          .putObject("function")
          .put("name", name)
          .set("arguments", argumentsOf(function.path("arguments")));
      if (name != null) {
        boolean unused = open.computeIfAbsent(name, first -> new ArrayDeque<>()).add(id);
      }
    }
  }

  /** OpenAI has them as text; none are an empty object. */
  private static JsonNode argumentsOf(JsonNode arguments) {
    return Texts.ofJson(arguments.isObject() ? arguments : Json.object());
  }

  private void readResult(String at, JsonNode message, ObjectNode written) {
    String name = message.path("tool_name").asText(message.path("name").asText(""));
    Queue<String> ids = open.getOrDefault(name, new ArrayDeque<>());
    String given = message.path("tool_call_id").asText("");
    String next = given.isEmpty() ? ids.poll() : given;
    written.put("tool_call_id", next == null ? "call_" + Math.max(0, calls - 1) : next);
    readContent(at, message, written);
  }
}
